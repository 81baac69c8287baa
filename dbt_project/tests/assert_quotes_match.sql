-- Every span is where its quote says: substr of the kept text equals the quote, on all rows.
-- DuckDB's substr counts Unicode code points, as Python's str does: a combining mark or a joiner is one of its own (substring_grapheme
-- would count what a reader sees as one character). So offsets need no translation.
{{ config(meta={'dagster': {'ref': {'name': 'stg_claims'}}}) }}

with texts as (

    select document_id, text from {{ ref('stg_documents') }}

),

spans as (

    {% for table, id in [
        ('time_mentions', 'time_mention_id'),
        ('place_mentions', 'place_mention_id'),
        ('actor_mentions', 'actor_mention_id'),
        ('roles', 'role_claim_id'),
        ('attributions', 'attribution_id'),
        ('event_mentions', 'event_mention_id'),
        ('claims', 'claim_id'),
    ] -%}
    select '{{ table }}' as kind, {{ id }} as id, document_id, start_char, end_char, quote from {{ ref('stg_' ~ table) }}
    union all
    {% endfor %}
    {%- for part in ['source', 'cue'] -%}
    select 'attributions.{{ part }}', attribution_id, document_id, {{ part }}_start, {{ part }}_end, {{ part }}_quote
    from {{ ref('stg_attributions') }}
    where {{ part }}_start is not null or {{ part }}_end is not null or {{ part }}_quote is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select spans.*
from spans
left join texts using (document_id)
where not coalesce(
    spans.start_char >= 0
    and spans.end_char >= spans.start_char
    and substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char) = spans.quote,
    false
)
