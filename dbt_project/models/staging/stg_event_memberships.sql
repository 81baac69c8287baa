with source as (

    select * from {{ source('raw', 'event_memberships') }}

),

final as (

    select
        event_mention_id,
        document_id,
        event_id,
        match_score
    from source

)

select * from final
