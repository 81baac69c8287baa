-- Bounds are in order. "More than 100" has value 100 and low 101, "fewer than 100" high 99: there the number as said lies outside.

select claim_id, qualifier, value, value_low, value_high
from {{ ref('fct_claims') }}
where value_low > value_high
    or (qualifier is distinct from 'more_than' and value < value_low)
    or (qualifier is distinct from 'fewer_than' and value > value_high)
