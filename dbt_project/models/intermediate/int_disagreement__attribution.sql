with claims as (

    select * from {{ ref('int_claims') }}

),

-- What a person is said to have said, as the words of it.
statements as (

    select *, string_split(topic, ' ') as words
    from claims
    where aspect = 'attribution'
        and measure = 'statement'
        and event_id is not null
        and is_reporting
        and actor_id is not null

),

-- Two accounts of one statement: four words of it in common, and two fifths of the shorter.
same_statement as (

    select
        a.event_id,
        a.document_id as document_id_a,
        b.document_id as document_id_b,
        a.actor_id as actor_id_a,
        b.actor_id as actor_id_b,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from statements as a
    inner join statements as b
        on a.event_id = b.event_id
        and a.document_id <> b.document_id
    where len(list_intersect(a.words, b.words)) >= greatest(4, 0.4 * least(len(a.words), len(b.words)))

),

-- Where either account has the other's speaker say it too, both said it.
said_by_both as (

    select distinct one.event_id, one.claim_id_a as claim_id
    from same_statement as one
    inner join same_statement as other
        on one.claim_id_a = other.claim_id_a
        and one.document_id_b = other.document_id_b
        and one.actor_id_b <> other.actor_id_b
        and one.actor_id_a in (one.actor_id_b, other.actor_id_b)

),

pairs as (

    select same_statement.*
    from same_statement
    where actor_id_a < actor_id_b
        and claim_id_a not in (select claim_id from said_by_both)
        and claim_id_b not in (select claim_id from said_by_both)

),

final as (

    select
        event_id,
        'attribution' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        actor_id_a as key_a,
        actor_id_b as key_b,
        'attribution' as type,
        'explained' as class,
        'one statement is given to two speakers, who may both have made it' as reason,
        list(distinct claim_id_a order by claim_id_a) as claim_ids_a,
        list(distinct claim_id_b order by claim_id_b) as claim_ids_b,
        'attribution.1' as rule_version
    from pairs
    group by event_id, actor_id_a, actor_id_b

)

select * from final
