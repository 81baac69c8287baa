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

-- Only where the report as a whole puts its event: a phrase beside an act may say where its people came from.
named as (

    select claims.event_id, claims.document_id, claims.claim_id, claims.place_id, places.name, places.precision
    from claims
    inner join places on claims.place_id = places.place_id
    inner join event_mentions
        on claims.event_mention_id = event_mentions.event_mention_id
        and claims.place_id = event_mentions.place_id
    where claims.aspect = 'place' and claims.is_comparable

),

-- An account that gives the wider place alone, beside one that gives a place within it. A country as the wider place tells nobody anything.
wider_alone as (

    select
        wide.event_id,
        wide.place_id as wide_place_id,
        fine.place_id as fine_place_id,
        wide.precision as wide_precision,
        fine.precision as fine_precision
    from named as wide
    inner join named as fine
        on wide.event_id = fine.event_id
        and wide.document_id <> fine.document_id
    inner join place_containment
        on fine.place_id = place_containment.place_id
        and wide.place_id = place_containment.ancestor_place_id
        and place_containment.distance > 0
    where wide.precision > 1
        -- "Eastby" may be short for "Eastby province".
        and not starts_with(lower(wide.name), lower(fine.name))
        and not exists (
            select 1
            from named as own
            inner join place_containment as own_containment on own.place_id = own_containment.place_id
            where own.document_id = wide.document_id
                and own.event_id = wide.event_id
                and own_containment.ancestor_place_id = wide.place_id
                and own_containment.distance > 0
        )

),

-- The least against the most specific, once an event.
extremes as (

    select distinct event_id, wide_place_id, fine_place_id, wide_precision, fine_precision
    from wider_alone
    qualify row_number() over (
        partition by event_id
        order by wide_precision, fine_precision desc, wide_place_id, fine_place_id
    ) = 1

),

sides as (

    select
        extremes.event_id,
        least(extremes.wide_place_id, extremes.fine_place_id) as key_a,
        greatest(extremes.wide_place_id, extremes.fine_place_id) as key_b,
        named.place_id,
        named.claim_id
    from extremes
    inner join named
        on extremes.event_id = named.event_id
        and named.place_id in (extremes.wide_place_id, extremes.fine_place_id)

),

final as (

    select
        event_id,
        'place' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        key_a,
        key_b,
        'place_precision' as type,
        'explained' as class,
        'one place lies within the other' as reason,
        list(claim_id order by claim_id) filter (where place_id = key_a) as claim_ids_a,
        list(claim_id order by claim_id) filter (where place_id = key_b) as claim_ids_b,
        'place_precision.1' as rule_version
    from sides
    group by event_id, key_a, key_b

)

select * from final
