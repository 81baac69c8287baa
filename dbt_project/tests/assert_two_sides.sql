-- A disagreement has exactly the sides a and b.
{{ config(meta={'dagster': {'ref': {'name': 'fct_disagreements'}}}) }}

select disagreements.disagreement_id, list(distinct sides.side) as sides
from {{ ref('fct_disagreements') }} as disagreements
left join {{ ref('fct_disagreement_sides') }} as sides using (disagreement_id)
group by disagreements.disagreement_id
having count(distinct sides.side) <> 2
