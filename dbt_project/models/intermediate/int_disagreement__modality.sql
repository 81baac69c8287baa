with claims as (

    select * from {{ ref('int_claims') }}

),

told as (

    select * from {{ ref('int_told_parties') }}

),

-- How each account tells the act that it leads with.
stances as (

    select *
    from claims
    where aspect = 'certainty'
        and measure = 'occurrence'
        and event_id is not null
        and is_reporting
        and label in ('fact', 'decided', 'hedged')

),

accounts as (

    select
        event_id,
        document_id,
        bool_or(label = 'hedged') as is_hedged,
        coalesce(min(start_char) filter (where label = 'hedged') < min(start_char) filter (where label = 'fact'), true) as is_doubt_first,
        bool_or(label = 'decided') as is_decided,
        bool_or(label = 'fact') as is_fact
    from stances
    group by event_id, document_id

),

-- A doubt beside what is settled elsewhere. "Has decided" settles it whatever else the doubting account has in its headline; a bare telling
-- only where one account never doubts and the other opens with its doubt.
pairs as (

    select
        doubting.event_id,
        doubting.document_id as doubting_document_id,
        settled.document_id as settled_document_id,
        case when settled.is_decided then 'decided' else 'fact' end as settled_label
    from accounts as doubting
    inner join accounts as settled
        on doubting.event_id = settled.event_id
        and doubting.document_id <> settled.document_id
    where doubting.is_hedged
        and not doubting.is_decided
        and not settled.is_hedged
        and (settled.is_decided or (settled.is_fact and doubting.is_doubt_first))

),

-- Once an event, what is decided before what is told.
strongest as (

    select *
    from pairs
    qualify rank() over (partition by event_id order by settled_label) = 1

),

doubted as (

    select strongest.event_id, strongest.settled_label, list(distinct stances.claim_id order by stances.claim_id) as claim_ids
    from strongest
    inner join stances
        on strongest.event_id = stances.event_id
        and strongest.doubting_document_id = stances.document_id
        and stances.label = 'hedged'
    group by strongest.event_id, strongest.settled_label

),

settled as (

    select strongest.event_id, list(distinct stances.claim_id order by stances.claim_id) as claim_ids
    from strongest
    inner join stances
        on strongest.event_id = stances.event_id
        and strongest.settled_document_id = stances.document_id
        and strongest.settled_label = stances.label
    group by strongest.event_id

),

-- Which account lays the act to a side flatly, at its top, and which only suspects that side.
culprits as (

    select
        event_id,
        document_id,
        label,
        bool_or(qualifier = 'act' and is_asserted and is_at_top) as is_flat,
        bool_or(qualifier = 'suspected') as is_suspected
    from told
    where is_lead_event
    group by event_id, document_id, label

),

suspicions as (

    select distinct
        suspecting.event_id,
        suspecting.label
    from culprits as suspecting
    inner join culprits as flat
        on suspecting.event_id = flat.event_id
        and suspecting.document_id <> flat.document_id
        and suspecting.label = flat.label
    where suspecting.is_suspected
        and not suspecting.is_flat
        and flat.is_flat

),

suspected as (

    select
        suspicions.event_id,
        suspicions.label,
        list(told.claim_id order by told.claim_id) filter (where culprits.is_flat and told.qualifier = 'act') as claim_ids_a,
        list(told.claim_id order by told.claim_id) filter (where not culprits.is_flat and told.qualifier = 'suspected') as claim_ids_b
    from suspicions
    inner join told
        on suspicions.event_id = told.event_id
        and suspicions.label = told.label
    inner join culprits
        on told.event_id = culprits.event_id
        and told.document_id = culprits.document_id
        and told.label = culprits.label
    where told.is_lead_event
    group by suspicions.event_id, suspicions.label

),

found as (

    select
        doubted.event_id,
        null::varchar as measure,
        doubted.settled_label as key_a,
        'hedged' as key_b,
        case
            when doubted.settled_label = 'decided' then 'one has it as decided, the other leaves room for doubt'
            else 'one tells it as a fact, the other leaves room for doubt'
        end as reason,
        settled.claim_ids as claim_ids_a,
        doubted.claim_ids as claim_ids_b
    from doubted
    inner join settled using (event_id)
    union all
    select
        event_id,
        'responsible' as measure,
        label as key_a,
        label || ', suspected' as key_b,
        'one tells as a fact who did it, the other only suspects it' as reason,
        claim_ids_a,
        claim_ids_b
    from suspected

),

final as (

    select
        event_id,
        'certainty' as aspect,
        measure,
        null::varchar as counted,
        null::varchar as counted_key,
        key_a,
        key_b,
        'modality' as type,
        'explained' as class,
        reason,
        claim_ids_a,
        claim_ids_b,
        'modality.3' as rule_version
    from found

)

select * from final
