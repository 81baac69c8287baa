-- A document leads with at most one event.

select document_id
from {{ ref('fct_event_reports') }}
where is_primary
group by document_id
having count(*) > 1
