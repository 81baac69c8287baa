{#- Kilometres between two towns from which on neither is a quarter, a suburb or the neighbour of the other: the gazetteer knows no
    quarters as such. -#}
{%- set far = 25 -%}
{#- The least count that two reports hardly share by chance. -#}
{%- set telling_count = 5 -%}
{#- Names more alike than this (Jaro-Winkler) may be one name in two spellings. -#}
{%- set alike = 0.85 -%}

with claims as (

    select * from {{ ref('int_claims') }}

),

figures as (

    select * from {{ ref('int_figure_claims') }}

),

event_mentions as (

    select * from {{ ref('int_event_mentions') }}

),

places as (

    select * from {{ ref('stg_places') }}

),

place_mentions as (

    select * from {{ ref('stg_place_mentions') }}

),

-- A report that leads with two towns tells of more than one place.
leading_towns as (

    select
        claims.*,
        places.* exclude (place_id),
        count(distinct claims.place_id) over (partition by claims.event_id, claims.document_id) = 1 as is_sole
    from claims
    inner join places using (place_id)
    where claims.aspect = 'place'
        and claims.is_comparable
        and claims.section_kind in ('headline', 'deck', 'lead')
        and places.precision > 3

),

-- Where a report, in its own voice, leads with having its leading act.
told as (

    select
        leading_towns.*,
        -- "Eastby" may be short for the province of that name.
        jaro_winkler_similarity(lower(leading_towns.name), lower(regions.name)) >= {{ alike }} as is_named_as_its_region
    from leading_towns
    inner join event_mentions using (event_mention_id, place_id)
    inner join places as regions on leading_towns.parent_place_id = regions.place_id
    where leading_towns.is_sole
        and leading_towns.attributed_to is null
        and event_mentions.is_primary

),

-- Two reports that open with one toll tell of one act.
tolls as (

    select distinct event_id, document_id, measure, counted, number
    from figures
    where is_opening and number >= {{ telling_count }}

),

one_toll as (

    select distinct a.event_id, a.document_id as document_id_a, b.document_id as document_id_b
    from tolls as a
    inner join tolls as b using (event_id, measure, counted, number)
    where a.document_id <> b.document_id

),

-- Whoever names the other's town anywhere knows the two apart, or tells of both.
named as (

    select document_id, place_id
    from place_mentions
    where place_id is not null

),

opposed as (

    select
        a.event_id,
        a.place_id as key_a,
        b.place_id as key_b,
        a.claim_id as claim_id_a,
        b.claim_id as claim_id_b
    from told as a
    inner join told as b
        on a.event_id = b.event_id
        and a.country_code = b.country_code
        and a.place_id < b.place_id
    inner join one_toll
        on a.event_id = one_toll.event_id
        and a.document_id = one_toll.document_id_a
        and b.document_id = one_toll.document_id_b
    where (a.parent_place_id <> b.parent_place_id or not (a.is_named_as_its_region or b.is_named_as_its_region))
        and jaro_winkler_similarity(lower(a.name), lower(b.name)) < {{ alike }}
        -- A degree of latitude is 111 km; one of longitude shrinks towards the poles.
        and 111 * sqrt(
            pow(a.latitude - b.latitude, 2)
            + pow((a.longitude - b.longitude) * cos(radians(a.latitude)), 2)
        ) >= {{ far }}
        and (a.document_id, b.place_id) not in (select (document_id, place_id) from named)
        and (b.document_id, a.place_id) not in (select (document_id, place_id) from named)

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
        'place' as type,
        'conflict' as class,
        'one toll is told of two towns that are far apart, and neither account names both' as reason,
        list(distinct claim_id_a order by claim_id_a) as claim_ids_a,
        list(distinct claim_id_b order by claim_id_b) as claim_ids_b,
        'place.1' as rule_version
    from opposed
    group by event_id, key_a, key_b

)

select * from final
