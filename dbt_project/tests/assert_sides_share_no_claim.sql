-- No claim stands on both sides, and a side of a figure holds one number.
{{ config(meta={'dagster': {'ref': {'name': 'fct_disagreement_sides'}}}) }}

select disagreement_id, claim_id as culprit
from {{ ref('fct_disagreement_sides') }}
group by disagreement_id, claim_id
having count(distinct side) > 1

union all

select sides.disagreement_id, sides.side
from {{ ref('fct_disagreement_sides') }} as sides
inner join {{ ref('fct_disagreements') }} as disagreements using (disagreement_id)
where disagreements.aspect = 'figure'
group by sides.disagreement_id, sides.side
having count(distinct coalesce(sides.value, sides.value_low)) <> 1
