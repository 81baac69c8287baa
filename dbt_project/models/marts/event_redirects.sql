with recursive changes as (

    select * from {{ ref('stg_event_changes') }}

),

events as (

    select * from {{ ref('fct_events') }}

),

-- Ids that are no more; one that a later split gave reports again is none of them.
merged as (

    select changes.event_id, changes.other_event_id, changes.reason
    from changes
    left join events using (event_id)
    where changes.kind = 'merge' and events.event_id is null

),

-- A merge may lead to an event that was merged later; ids met before are not followed again.
followed as (

    select event_id, other_event_id, reason, [event_id, other_event_id] as met
    from merged

    union all

    select followed.event_id, merged.other_event_id, followed.reason, list_append(followed.met, merged.other_event_id) as met
    from followed
    inner join merged on followed.other_event_id = merged.event_id
    where not list_contains(followed.met, merged.other_event_id)

),

final as (

    select followed.event_id, followed.other_event_id as current_event_id, followed.reason
    from followed
    inner join events on followed.other_event_id = events.event_id
    qualify row_number() over (partition by followed.event_id order by len(followed.met), followed.other_event_id) = 1

)

select * from final
