with source as (

    select * from {{ source('raw', 'actor_links') }}

),

final as (

    select
        document_actor_id,
        document_id,
        actor_id,
        basis
    from source

)

select * from final
