-- Sections lie within the text and do not overlap.
{{ config(meta={'dagster': {'ref': {'name': 'stg_sections'}}}) }}

-- Lengths first: else each section carries its whole text through the window, which took 14 GB for one text of a million characters.
with lengths as (

    select document_id, length(text) as text_length from {{ ref('stg_documents') }}

),

ordered as (

    select
        sections.*,
        lengths.text_length,
        lag(sections.end_char) over (partition by sections.document_id order by sections.start_char) as previous_end
    from {{ ref('stg_sections') }} as sections
    inner join lengths using (document_id)

)

select *
from ordered
where start_char < 0
    or end_char <= start_char
    or end_char > text_length
    or start_char < previous_end
