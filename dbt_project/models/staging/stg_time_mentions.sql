with source as (

    select * from {{ source('raw', 'time_mentions') }}

),

final as (

    select
        time_mention_id,
        document_id,
        start_char,
        end_char,
        quote,
        section_kind,
        edtf,
        earliest,
        latest,
        precision,
        month,
        day,
        mod,
        basis,
        reason,
        extractor_version
    from source

)

select * from final
