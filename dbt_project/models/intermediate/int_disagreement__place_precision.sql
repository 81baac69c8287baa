with claims as (

    select * from {{ ref('int_claims') }}

),

place_containment as (

    select * from {{ ref('stg_place_containment') }}

),

places as (

    select * from {{ ref('stg_places') }}

),

event_mentions as (

    select * from {{ ref('int_event_mentions') }}

),

-- What each report says of where its events were: a place without an entry goes by its name.
told as (

    select *, coalesce(place_id, label) as told_as
    from claims
    where aspect = 'place' and is_comparable

),

-- Only where the report as a whole puts the event that it leads with: a phrase beside an act may say where its people came from. A quarter
-- or village without an entry is known by the town that it is said to lie at; what else holds an unlisted place is a guess.
settled as (

    select
        told.event_id,
        told.document_id,
        told.claim_id,
        told.label,
        told.told_as,
        event_mentions.place_id,
        told.place_id is null as is_unlisted,
        coalesce(told.place_id, event_mentions.place_id || ' > ' || told.label) as place_key,
        case when told.place_id is null then 5 else places.precision end as precision
    from told
    inner join event_mentions
        on told.event_mention_id = event_mentions.event_mention_id
        and told.label = event_mentions.place
        and event_mentions.is_primary
    inner join places on event_mentions.place_id = places.place_id
    where told.place_id = event_mentions.place_id
        or (told.place_id is null and places.precision = 4)

),

-- An account that gives the wider place alone, beside one that gives a place within it. A country as the wider place tells nobody anything.
wider_alone as (

    select
        wide.event_id,
        wide.place_key as wide_key,
        fine.place_key as fine_key,
        wide.precision as wide_precision,
        fine.precision as fine_precision,
        wide.claim_id as wide_claim_id,
        fine.claim_id as fine_claim_id,
        fine.is_unlisted
    from settled as wide
    inner join settled as fine
        on wide.event_id = fine.event_id
        and wide.document_id <> fine.document_id
    inner join place_containment
        on fine.place_id = place_containment.place_id
        and wide.place_id = place_containment.ancestor_place_id
        and (place_containment.distance > 0 or fine.is_unlisted)
    where wide.precision > 1
        and not wide.is_unlisted
        -- "Eastby" may be short for "Eastby province".
        and not starts_with(lower(wide.label), lower(fine.label))
        and (wide.event_id, wide.document_id, fine.told_as) not in (select (event_id, document_id, told_as) from told)

),

-- The least against the most specific, once an event.
extremes as (

    select *
    from wider_alone
    qualify dense_rank() over (
        partition by event_id
        order by wide_precision, fine_precision desc, wide_key, fine_key
    ) = 1

),

final as (

    select
        event_id,
        'place' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        least(wide_key, fine_key) as key_a,
        greatest(wide_key, fine_key) as key_b,
        'place_precision' as type,
        'explained' as class,
        case
            when is_unlisted then 'one place is told as a part or a neighbour of the other'
            else 'one place lies within the other'
        end as reason,
        list_sort(list(distinct case when wide_key < fine_key then wide_claim_id else fine_claim_id end)) as claim_ids_a,
        list_sort(list(distinct case when wide_key < fine_key then fine_claim_id else wide_claim_id end)) as claim_ids_b,
        'place_precision.2' as rule_version
    from extremes
    group by event_id, wide_key, fine_key, is_unlisted

)

select * from final
