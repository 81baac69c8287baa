with claims as (

    select * from {{ ref('int_claims') }}

),

-- What excludes what. The act itself is told by a report as a whole; how it ended, by whoever speaks.
exclusions as (

    select *
    from (
        values
        ('occurrence', 'asserted', 'denied', 'one account tells that it happened, the other has it denied'),
        ('outcome', 'repelled', 'taken', 'one account has the attack beaten back, the other has it succeed'),
        ('outcome', 'ongoing', 'repelled', 'one account has the attack beaten back, the other has it go on'),
        ('fate', 'alive', 'dead', 'one account has somebody dead whom the other has alive'),
        ('passage', 'held', 'left', 'one account has people out of a place whom the other has not yet let out')
    ) as pair (measure, key_a, key_b, reason)

),

stances as (

    select
        event_id,
        claim_id,
        document_id,
        measure,
        case when measure in ('fate', 'passage') then topic end as topic,
        case when measure = 'occurrence' and label in ('fact', 'said') then 'asserted' else label end as side,
        -- "It also said": who says it is not named, but it is not the report.
        case when measure <> 'occurrence' then coalesce(attributed_to, attribution_id) end as speaker,
        section_kind in ('headline', 'deck', 'lead') as is_at_top,
        published_earliest,
        published_latest
    from claims
    where aspect = 'certainty'
        and measure in (select exclusions.measure from exclusions)
        and label not in ('hedged', 'decided')
        and event_id is not null
        and is_reporting

),

-- An account that gives both is balanced, no side.
balanced as (

    select event_id, measure, topic, document_id, speaker
    from stances
    group by all
    having count(distinct side) > 1

),

sided as (

    select stances.*
    from stances
    left join balanced
        on stances.event_id = balanced.event_id
        and stances.measure = balanced.measure
        and stances.topic is not distinct from balanced.topic
        and stances.document_id = balanced.document_id
        and stances.speaker is not distinct from balanced.speaker
    where balanced.event_id is null

),

pairs as (

    select
        a.event_id,
        a.measure,
        a.topic,
        a.side as key_a,
        b.side as key_b,
        exclusions.reason,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from sided as a
    inner join exclusions on a.measure = exclusions.measure and a.side = exclusions.key_a
    inner join sided as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.topic is not distinct from b.topic
        and b.side = exclusions.key_b
    where case
            when a.document_id = b.document_id then a.speaker is distinct from b.speaker
            -- Attacks of one place and week end in many ways: of two reports, only what each opens with.
            when a.measure = 'outcome' then a.is_at_top and b.is_at_top
            else true
        end
        -- Whoever was alive, or held, a day before may be dead, or out, by now.
        and not (
            a.side in ('alive', 'held')
            and a.document_id <> b.document_id
            and coalesce(b.published_earliest >= a.published_latest, false)
        )

),

told as (

    select distinct event_id, topic, key_a, key_b, reason
    from pairs

),

-- Everyone who tells of that person or place stands on a side; of an assault, only who was set against another.
voices as (

    select told.*, sided.side, sided.claim_id
    from told
    inner join sided
        on told.event_id = sided.event_id
        and told.topic is not distinct from sided.topic
        and sided.side in (told.key_a, told.key_b)
    where told.topic is not null
        or sided.claim_id in (select claim_id_a from pairs)
        or sided.claim_id in (select claim_id_b from pairs)

),

final as (

    select
        event_id,
        'certainty' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        topic as counted_key,
        key_a,
        key_b,
        'denial' as type,
        'conflict' as class,
        reason,
        list(distinct claim_id order by claim_id) filter (where side = key_a) as claim_ids_a,
        list(distinct claim_id order by claim_id) filter (where side = key_b) as claim_ids_b,
        'denial.2' as rule_version
    from voices
    group by event_id, topic, key_a, key_b, reason

)

select * from final
