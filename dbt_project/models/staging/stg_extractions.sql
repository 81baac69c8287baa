with source as (

    select * from {{ source('raw', 'extractions') }}

),

final as (

    select
        document_id,
        extractor_version,
        model
    from source

)

select * from final
