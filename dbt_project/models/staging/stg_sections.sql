with source as (

    select * from {{ source('raw', 'sections') }}

),

final as (

    select
        document_id,
        start_char,
        end_char,
        kind,
        extractor_version
    from source

)

select * from final
