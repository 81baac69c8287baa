with told as (

    select * from {{ ref('int_told_parties') }}

),

laid as (

    select *
    from told
    where is_asserted and label <> 'unknown' and is_lead_event

),

-- What each document lays the act to, in all its voices: only where that is one party is it a witness against another document.
candidates as (

    select
        event_id,
        document_id,
        list(distinct label) as labels
    from laid
    where not is_generic
    group by event_id, document_id

),

accounts as (

    select
        event_id,
        document_id,
        list_filter(labels, x -> len(list_filter(labels, y -> y <> x and {{ is_within('y', 'x') }})) = 0) as narrowest
    from candidates

),

sole as (

    select laid.event_id, laid.document_id, laid.claim_id, accounts.narrowest[1] as label
    from laid
    inner join accounts using (event_id, document_id)
    where len(accounts.narrowest) = 1
        and laid.label = accounts.narrowest[1]
        and laid.is_at_top

),

opposed as (

    select
        a.event_id,
        a.label as label_a,
        b.label as label_b,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b,
        'two accounts lay it to different sides, and neither names both' as reason
    from sole as a
    inner join sole as b
        on a.event_id = b.event_id
        and a.document_id <> b.document_id
        and a.label < b.label
        and not {{ is_within('b.label', 'a.label') }}
        and 'coalition' not in (a.label, b.label)
        -- "Government forces" may be those of the state that the other names.
        and not (starts_with(a.label, 'government') and starts_with(b.label, 'government'))

),

denials as (

    select *
    from told
    where realis = 'DENIED'

),

-- One accuses, the accused denies: whoever lays it to the side, or to a wider one that it is part of.
denied as (

    select
        laid.event_id,
        laid.label as label_a,
        denials.label || ', denied' as label_b,
        laid.claim_id as claim_id_a,
        denials.claim_id as claim_id_b,
        'one side is said to have done it, and denies it' as reason
    from laid
    inner join denials
        on laid.event_id = denials.event_id
        and laid.claim_id <> denials.claim_id
        and len(list_filter(
            denials.parties,
            x -> len(list_filter(laid.parties, y -> {{ is_within('x', 'y') }} or {{ is_within('y', 'x') }})) > 0
        )) > 0

),

-- One row for what is denied, whatever the words of the accusation.
denied_once as (

    select
        event_id,
        min_by(label_a, (length(label_a), label_a)) over (partition by event_id, label_b) as label_a,
        label_b,
        claim_id_a,
        claim_id_b,
        reason
    from denied

),

-- "The army and the rebels blamed each other": one report tells both accusations in a breath.
traded as (

    select a.event_id, a.label as label_a, b.label as label_b, a.claim_id as claim_id_a, b.claim_id as claim_id_b
    from laid as a
    inner join laid as b
        on a.event_id = b.event_id
        and a.document_id = b.document_id
        and a.qualifier = 'mutual'
        and b.qualifier = 'mutual'
        and a.label < b.label
        and not {{ is_within('b.label', 'a.label') }}

),

-- Who else lays it to one of the two takes the side of that accusation.
traded_with_others as (

    select traded.event_id, label_a, label_b, other.claim_id as claim_id_a, claim_id_b
    from traded
    inner join laid as other
        on traded.event_id = other.event_id
        and traded.label_a = other.label
        and not other.is_generic
    union all
    select traded.event_id, label_a, label_b, claim_id_a, other.claim_id as claim_id_b
    from traded
    inner join laid as other
        on traded.event_id = other.event_id
        and traded.label_b = other.label
        and not other.is_generic
    union all
    select * from traded

),

found as (

    select *, 2 as rank from opposed
    union all
    select *, 1 as rank from denied_once
    union all
    select *, 'each side is said to lay it to the other' as reason, 1 as rank from traded_with_others

),

final as (

    select
        event_id,
        'actor' as aspect,
        'responsible' as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        least(label_a, label_b) as key_a,
        greatest(label_a, label_b) as key_b,
        'responsibility' as type,
        'conflict' as class,
        min_by(reason, rank) as reason,
        list_sort(list(distinct case when label_a < label_b then claim_id_a else claim_id_b end)) as claim_ids_a,
        list_sort(list(distinct case when label_a < label_b then claim_id_b else claim_id_a end)) as claim_ids_b,
        'responsibility.2' as rule_version
    from found
    group by event_id, least(label_a, label_b), greatest(label_a, label_b)

)

select * from final
