with dates as (

    select * from {{ ref('int_date_claims') }}

),

-- The stages of an act that a date can be of, in the order that they come in.
stages as (

    select *
    from (
        values
        ('decided', 1, 'the decision'),
        ('announced', 2, 'the announcement'),
        ('charged', 3, 'the charge'),
        ('act', 4, 'the act itself'),
        ('signed', 5, 'the signing'),
        ('in force', 6, 'its taking effect'),
        ('begun', 7, 'its beginning'),
        ('convicted', 8, 'the verdict'),
        ('sentenced', 9, 'the sentence'),
        ('ended', 10, 'its end')
    ) as stage (stage, place, words)

),

-- Every stage that a document dates, be it unclear or at odds with itself.
staged as (

    select
        dates.*,
        stages.stage,
        stages.place,
        stages.words,
        list(stages.stage) over (partition by dates.event_id, dates.document_id) as document_stages
    from dates
    inner join stages on coalesce(dates.measure, 'act') = stages.stage

),

witnesses as (

    select *
    from staged
    where is_sole_date
        and time_earliest is not null
        and time_latest is not null

),

-- An account that gives either stage its date says itself that they are two. A date with no stage named may be of any part of what
-- lasts.
apart as (

    select
        a.event_id,
        a.stage as stage_a,
        b.stage as stage_b,
        a.words as words_a,
        b.words as words_b,
        a.date_key as key_1,
        b.date_key as key_2,
        a.claim_id as claim_id_1,
        b.claim_id as claim_id_2,
        b.place - a.place as places_apart,
        a.time_earliest
    from witnesses as a
    inner join witnesses as b
        on a.event_id = b.event_id
        and a.event_type is not distinct from b.event_type
        and a.document_id <> b.document_id
        and a.place < b.place
        and a.time_latest <= b.time_earliest
    where (a.stage <> 'act' or b.stage in ('signed', 'in force'))
        and (b.stage <> 'act' or a.stage in ('decided', 'announced'))
        and not list_contains(a.document_stages, b.stage)
        and not list_contains(b.document_stages, a.stage)

),

-- The stages farthest apart say it all, once an event.
one_pair as (

    select *
    from apart
    qualify dense_rank() over (partition by event_id order by places_apart desc, time_earliest, stage_a, key_1, key_2) = 1

),

ordered as (

    select
        event_id,
        words_a,
        words_b,
        least(key_1, key_2) as key_a,
        greatest(key_1, key_2) as key_b,
        case when key_1 < key_2 then claim_id_1 else claim_id_2 end as claim_id_a,
        case when key_1 < key_2 then claim_id_2 else claim_id_1 end as claim_id_b
    from one_pair

),

final as (

    select
        event_id,
        'date' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        key_a,
        key_b,
        'date_role' as type,
        'explained' as class,
        'one date is of ' || any_value(words_a) || ', the other of ' || any_value(words_b) as reason,
        list(distinct claim_id_a order by claim_id_a) as claim_ids_a,
        list(distinct claim_id_b order by claim_id_b) as claim_ids_b,
        'date_role.1' as rule_version
    from ordered
    group by event_id, key_a, key_b

)

select * from final
