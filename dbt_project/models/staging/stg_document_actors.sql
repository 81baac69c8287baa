with source as (

    select * from {{ source('raw', 'document_actors') }}

),

final as (

    select
        document_actor_id,
        document_id,
        name,
        kind,
        country_code,
        name_key,
        is_weak
    from source

)

select * from final
