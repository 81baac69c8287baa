with told as (

    select * from {{ ref('int_told_parties') }}

),

laid as (

    select *
    from told
    where is_asserted and is_lead_event and qualifier not in ('accused', 'mutual')

),

-- What else the document of a label says: an account that gives the narrower name too says no less.
accounts as (

    select event_id, document_id, list(distinct label) as labels
    from laid
    group by event_id, document_id

),

lesser as (

    select
        a.event_id,
        a.label as wide,
        b.label as narrow,
        case
            when a.label = 'unknown' then 'one account says that it is not known who did it, the other names a side'
            else 'one account says more closely than the other who did it'
        end as reason
    from laid as a
    inner join accounts on a.event_id = accounts.event_id and a.document_id = accounts.document_id
    inner join laid as b
        on a.event_id = b.event_id
        and a.document_id <> b.document_id
        and a.label <> b.label
        and b.label <> 'unknown'
        and not list_contains(accounts.labels, b.label)
    where a.label = 'unknown'
        or (a.is_at_top and b.is_at_top and {{ is_within('b.label', 'a.label') }})
        or (a.is_at_top and b.is_at_top and list_contains(b.parties, a.label))
        or (a.label = 'coalition' and b.label in ('government of US', 'government of FR', 'government of GB'))

),

-- The least against the most said, once an event.
extremes as (

    select distinct event_id, wide, narrow, reason
    from lesser
    qualify row_number() over (
        partition by event_id
        order by wide <> 'unknown', length(wide), length(narrow) desc, wide, narrow
    ) = 1

),

final as (

    select
        extremes.event_id,
        'actor' as aspect,
        'responsible' as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        least(wide, narrow) as key_a,
        greatest(wide, narrow) as key_b,
        'actor_detail' as type,
        'explained' as class,
        any_value(extremes.reason) as reason,
        list(claim_id order by claim_id) filter (where label = least(wide, narrow)) as claim_ids_a,
        list(claim_id order by claim_id) filter (where label = greatest(wide, narrow)) as claim_ids_b,
        'actor_detail.2' as rule_version
    from extremes
    inner join laid on extremes.event_id = laid.event_id and laid.label in (extremes.wide, extremes.narrow)
    group by extremes.event_id, wide, narrow

)

select * from final
