with source as (

    select * from {{ source('raw', 'credits') }}

),

final as (

    select
        credit_id,
        document_id,
        start_char,
        end_char,
        quote,
        section_kind,
        agency,
        kind,
        extractor_version
    from source

)

select * from final
