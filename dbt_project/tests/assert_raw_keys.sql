-- Every key that raw.sql names in a comment is a key: no two rows of a big table share one.
{{ config(meta={'dagster': {'ref': {'name': 'stg_claims'}}}) }}

{% set keys = {
    'sections': 'document_id, start_char',
    'time_mentions': 'time_mention_id',
    'place_mentions': 'place_mention_id',
    'document_actors': 'document_actor_id',
    'actor_mentions': 'actor_mention_id',
    'roles': 'role_claim_id',
    'attributions': 'attribution_id',
    'credits': 'credit_id',
    'event_mentions': 'event_mention_id',
    'claims': 'claim_id',
    'actor_links': 'document_actor_id',
    'event_memberships': 'event_mention_id',
    'event_links': 'event_id, document_id_a, document_id_b',
    'claim_origins': 'claim_id'
} %}

{% for table, key in keys.items() %}
select
    '{{ table }}' as raw_table,
    concat_ws(' ', {{ key }}) as shared_key
from {{ ref('stg_' ~ table) }}
group by {{ key }}
having count(*) > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
