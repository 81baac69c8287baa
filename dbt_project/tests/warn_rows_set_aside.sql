-- Rows that were set aside because they cannot be as they were read. A warning: they stand beside the others with their reason and are
-- compared with nothing, so that one bad number keeps no other from being published. What blocks is structure: keys, spans, contracts.
{{ config(severity='warn') }}

select kind, row_id, reason
from {{ ref('rpt_set_aside') }}
