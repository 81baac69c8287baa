with claims as (

    select * from {{ ref('int_claims') }}

),

-- That it happened, and how it ended, as each account tells the act that it leads with. What is denied does not count as asserted.
stances as (

    select *
    from claims
    where aspect = 'certainty'
        and event_id is not null
        and is_reporting
        and (
            (measure = 'occurrence' and label in ('fact', 'said', 'denied'))
            or (measure = 'outcome' and label in ('repelled', 'taken'))
        )

),

accounts as (

    select
        event_id,
        document_id,
        bool_or(label = 'denied') as is_denied,
        bool_or(label = 'repelled') as is_repelled,
        bool_or(label = 'taken') as is_taken
    from stances
    group by event_id, document_id

),

-- An account that gives both the denial and what is denied is balanced, no side.
sided as (

    select
        stances.event_id,
        stances.claim_id,
        stances.document_id,
        stances.measure,
        case when stances.label in ('fact', 'said') then 'asserted' else stances.label end as side
    from stances
    inner join accounts using (event_id, document_id)
    where not (accounts.is_denied and stances.label in ('fact', 'said'))
        and not (accounts.is_repelled and accounts.is_taken)

),

pairs as (

    select distinct
        a.event_id,
        a.side as key_a,
        b.side as key_b
    from sided as a
    inner join sided as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.document_id <> b.document_id
        and a.side < b.side

),

final as (

    select
        pairs.event_id,
        'certainty' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        pairs.key_a,
        pairs.key_b,
        'denial' as type,
        'conflict' as class,
        case
            when pairs.key_b = 'denied' then 'one account tells that it happened, the other has it denied'
            else 'one account has the attack beaten back, the other has it succeed'
        end as reason,
        list(sided.claim_id order by sided.claim_id) filter (where sided.side = pairs.key_a) as claim_ids_a,
        list(sided.claim_id order by sided.claim_id) filter (where sided.side = pairs.key_b) as claim_ids_b,
        'denial.1' as rule_version
    from pairs
    inner join sided
        on pairs.event_id = sided.event_id
        and sided.side in (pairs.key_a, pairs.key_b)
    group by pairs.event_id, pairs.key_a, pairs.key_b

)

select * from final
