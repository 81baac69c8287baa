with dates as (

    select * from {{ ref('int_date_claims') }}

),

witnesses as (

    select
        *,
        date_diff('hour', time_earliest, time_latest) as hours,
        min(date_diff('hour', time_earliest, time_latest)) over (partition by event_id, document_id) as finest_hours
    from dates
    where is_sole_date
        and measure is null
        and time_earliest is not null
        and time_latest is not null

),

-- "In June", and never a day of it, beside "on 17 June". "Over the past months" says how long, not when.
held as (

    select
        wide.event_id,
        wide.date_key as wide_key,
        fine.date_key as fine_key,
        wide.hours as wide_hours,
        fine.time_earliest as fine_earliest
    from witnesses as wide
    inner join witnesses as fine
        on wide.event_id = fine.event_id
        and wide.document_id <> fine.document_id
        and wide.time_earliest <= fine.time_earliest
        and wide.time_latest >= fine.time_latest
    where wide.hours >= 7 * 24
        and regexp_matches(wide.date_key, '^[0-9]{4}-')
        and wide.finest_hours = wide.hours
        and fine.hours <= 24

),

-- The least against the most said, once an event.
extremes as (

    select distinct event_id, wide_key, fine_key
    from held
    qualify row_number() over (partition by event_id order by wide_hours desc, fine_earliest, wide_key, fine_key) = 1

),

final as (

    select
        extremes.event_id,
        'date' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        least(wide_key, fine_key) as key_a,
        greatest(wide_key, fine_key) as key_b,
        'date_precision' as type,
        'explained' as class,
        'the day of one lies within the time that the other gives' as reason,
        list(claim_id order by claim_id) filter (where date_key = least(wide_key, fine_key)) as claim_ids_a,
        list(claim_id order by claim_id) filter (where date_key = greatest(wide_key, fine_key)) as claim_ids_b,
        'date_precision.2' as rule_version
    from extremes
    inner join witnesses
        on extremes.event_id = witnesses.event_id
        and witnesses.date_key in (extremes.wide_key, extremes.fine_key)
    group by extremes.event_id, wide_key, fine_key

)

select * from final
