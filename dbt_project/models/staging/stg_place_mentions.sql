with source as (

    select * from {{ source('raw', 'place_mentions') }}

),

final as (

    select
        place_mention_id,
        document_id,
        start_char,
        end_char,
        quote,
        section_kind,
        place_id,
        name,
        country_code,
        precision,
        reason,
        extractor_version
    from source

)

select * from final
