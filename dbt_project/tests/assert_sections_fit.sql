-- Sections lie within the text and do not overlap.
{{ config(meta={'dagster': {'ref': {'name': 'stg_sections'}}}) }}

with ordered as (

    select
        sections.*,
        length(documents.text) as text_length,
        lag(sections.end_char) over (partition by sections.document_id order by sections.start_char) as previous_end
    from {{ ref('stg_sections') }} as sections
    inner join {{ ref('stg_documents') }} as documents using (document_id)

)

select *
from ordered
where start_char < 0
    or end_char <= start_char
    or end_char > text_length
    or start_char < previous_end
