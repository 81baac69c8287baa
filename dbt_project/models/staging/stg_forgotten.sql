with source as (

    select * from {{ source('raw', 'forgotten') }}

),

final as (

    select
        document_ref,
        text_sha256,
        forgotten_at
    from source

)

select * from final
