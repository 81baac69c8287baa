with dates as (

    select * from {{ ref('int_date_claims') }} where measure is null

),

disjoint as (

    select * from {{ ref('int_disagreement__date_disjoint') }}

),

unanchored as (

    select *
    from dates
    where time_earliest is null
        and coalesce(time_basis, 'none') = 'none'
        and reason is not null

),

beside_another as (

    select
        unanchored.event_id,
        unanchored.date_key as unanchored_key,
        dates.date_key as other_key,
        least(unanchored.date_key, dates.date_key) as key_a,
        greatest(unanchored.date_key, dates.date_key) as key_b,
        unanchored.reason,
        unanchored.document_id = dates.document_id as is_within_document,
        dates.time_earliest is not null as is_other_anchored
    from unanchored
    inner join dates
        on unanchored.event_id = dates.event_id
        and unanchored.date_key <> dates.date_key
        -- "On Monday" in both may well be one Monday.
        and unanchored.date_key is distinct from lower(dates.quote)
    -- With a month on both sides they either agree or are disjoint, and then the other rule says so.
    where unanchored.time_month is null
        or (dates.time_earliest is null and dates.time_month is null)
        or (dates.time_earliest is null and dates.time_month <> unanchored.time_month)
        or (dates.time_earliest is null and dates.time_day <> unanchored.time_day)

),

not_disjoint as (

    select beside_another.*
    from beside_another
    left join disjoint using (event_id, key_a, key_b)
    where disjoint.event_id is null

),

-- One row an event says it all: best within one document, where a reader meets both.
one_pair as (

    select *
    from not_disjoint
    qualify row_number() over (
        partition by event_id
        order by is_within_document desc, is_other_anchored desc, key_a, key_b, reason
    ) = 1

),

final as (

    select
        one_pair.event_id,
        'date' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        one_pair.key_a,
        one_pair.key_b,
        'date_unanchored' as type,
        'unresolved' as class,
        'one date has nothing to hang on: ' || one_pair.reason as reason,
        list(dates.claim_id order by dates.claim_id) filter (where dates.date_key = one_pair.key_a) as claim_ids_a,
        list(dates.claim_id order by dates.claim_id) filter (where dates.date_key = one_pair.key_b) as claim_ids_b,
        'date_unanchored.3' as rule_version
    from one_pair
    inner join dates
        on one_pair.event_id = dates.event_id
        and dates.date_key in (one_pair.key_a, one_pair.key_b)
    group by one_pair.event_id, one_pair.key_a, one_pair.key_b, one_pair.reason

)

select * from final
