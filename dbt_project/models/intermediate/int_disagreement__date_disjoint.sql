with dates as (

    select * from {{ ref('int_date_claims') }}

),

-- Whoever announces a thing may do so on several days.
witnesses as (

    select *
    from dates
    where is_sole_date
        and is_of_the_news
        and measure is distinct from 'announced'

),

anchored as (

    select
        *,
        coalesce(
            time_precision in ('day', 'hour')
            and time_earliest >= published_earliest - interval 1 day
            and time_latest <= published_latest + interval 1 day,
            false
        ) as is_own_day
    from witnesses
    where time_earliest is not null and time_latest is not null

),

yearless as (

    select *
    from witnesses
    where time_earliest is null and time_month is not null

),

-- "21 March" of no stated year is tried in the other side's year and its neighbours: it may stand on the far side of a new year.
placed as (

    select
        yearless.* exclude (time_earliest, time_latest),
        anchored.claim_id as other_claim_id,
        try_cast(
            printf('%04d-%02d-%02d', year(anchored.time_earliest) + shift.years, yearless.time_month, coalesce(yearless.time_day, 1))
            as timestamp
        ) as time_earliest
    from yearless
    inner join anchored
        on yearless.event_id = anchored.event_id
        and yearless.event_type is not distinct from anchored.event_type
        and yearless.measure is not distinct from anchored.measure
    cross join (select unnest([-1, 0, 1]) as years) as shift

),

tried as (

    select
        *,
        time_earliest + case when time_day is null then interval 1 month else interval 1 day end as time_latest
    from placed
    where time_earliest is not null

),

compared as (

    select
        a.event_id,
        a.measure,
        a.claim_id as claim_id_1,
        b.claim_id as claim_id_2,
        a.document_id as document_id_1,
        b.document_id as document_id_2,
        a.voice as voice_1,
        b.voice as voice_2,
        a.date_key as key_1,
        b.date_key as key_2,
        -- Two reports of different days that each tell the day's news tell of two days, not of one in two ways.
        a.is_own_day and b.is_own_day
        and (a.published_latest <= b.published_earliest or b.published_latest <= a.published_earliest) as is_news_of_two_days,
        'day' in (a.time_precision, b.time_precision) or 'hour' in (a.time_precision, b.time_precision) as is_by_the_day,
        greatest(
            epoch(a.time_earliest) - epoch(b.time_latest),
            epoch(b.time_earliest) - epoch(a.time_latest)
        ) as gap_seconds
    from anchored as a
    inner join anchored as b
        on a.event_id = b.event_id
        and a.event_type is not distinct from b.event_type
        and a.measure is not distinct from b.measure
        and a.date_key <> b.date_key

    union all

    select
        a.event_id,
        a.measure,
        a.claim_id,
        b.claim_id,
        a.document_id,
        b.document_id,
        a.voice,
        b.voice,
        a.date_key,
        b.date_key,
        false,
        a.time_day is not null or b.time_precision in ('day', 'hour'),
        greatest(
            epoch(a.time_earliest) - epoch(b.time_latest),
            epoch(b.time_earliest) - epoch(a.time_latest)
        )
    from tried as a
    inner join anchored as b on a.other_claim_id = b.claim_id

),

nearest as (

    select * exclude (gap_seconds), min(gap_seconds) as gap_seconds
    from compared
    group by all

),

-- A night's attack is told under either day: dates less than a day apart are no conflict.
disjoint as (

    select *
    from nearest
    where not is_news_of_two_days
        and gap_seconds >= case when is_by_the_day then 24 * 60 * 60 else 0 end

),

-- Within one document: headline against body, or one speaker against another.
between_accounts as (

    select *
    from disjoint
    where document_id_1 <> document_id_2
        or (voice_1 <> voice_2 and ('#headline' in (voice_1, voice_2) or '#report' not in (voice_1, voice_2)))

),

ordered as (

    select
        event_id,
        measure,
        least(key_1, key_2) as key_a,
        greatest(key_1, key_2) as key_b,
        case when key_1 < key_2 then claim_id_1 else claim_id_2 end as claim_id_a,
        case when key_1 < key_2 then claim_id_2 else claim_id_1 end as claim_id_b
    from between_accounts

),

final as (

    select
        event_id,
        'date' as aspect,
        measure,
        null::varchar as counted,
        null::varchar as counted_key,
        key_a,
        key_b,
        'date_disjoint' as type,
        'conflict' as class,
        'the two dates have no day in common' as reason,
        list(distinct claim_id_a order by claim_id_a) as claim_ids_a,
        list(distinct claim_id_b order by claim_id_b) as claim_ids_b,
        'date_disjoint.4' as rule_version
    from ordered
    group by event_id, measure, key_a, key_b

)

select * from final
