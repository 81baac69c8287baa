with source as (

    select * from {{ source('raw', 'claim_origins') }}

),

final as (

    select
        claim_id,
        document_id,
        origin_id,
        basis
    from source

)

select * from final
