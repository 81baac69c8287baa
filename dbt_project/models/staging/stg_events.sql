with source as (

    select * from {{ source('raw', 'events') }}

),

final as (

    select
        event_id,
        founding_mention_id
    from source

)

select * from final
