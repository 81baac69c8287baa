with source as (

    select * from {{ source('raw', 'event_changes') }}

),

final as (

    select
        event_change_id,
        kind,
        event_id,
        other_event_id,
        reason
    from source

)

select * from final
