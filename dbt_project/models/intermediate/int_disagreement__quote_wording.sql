with claims as (

    select * from {{ ref('int_claims') }}

),

-- A quotation as its words, without marks and capitals.
quotations as (

    select
        event_id,
        document_id,
        origin_id,
        actor_id,
        claim_id,
        regexp_extract_all(lower(quote), '[\p{L}\p{N}]+') as words
    from claims
    where aspect = 'attribution'
        and measure = 'quotation'
        and event_id is not null
        and is_reporting
        and actor_id is not null

),

-- Six words at least: the same six may be said twice, but hardly by chance.
telling as (

    select *, array_to_string(words, ' ') as wording, list_distinct(words) as vocabulary
    from quotations
    where len(words) >= 6

),

-- One quotation: each account has most of the other's words. A shortened one does not.
alike as (

    select
        a.event_id,
        a.actor_id,
        a.wording as wording_1,
        b.wording as wording_2,
        a.claim_id as claim_id_1,
        b.claim_id as claim_id_2,
        list_filter(a.vocabulary, x -> not list_contains(b.vocabulary, x)) as only_1,
        list_filter(b.vocabulary, x -> not list_contains(a.vocabulary, x)) as only_2,
        len(list_intersect(a.vocabulary, b.vocabulary)) / greatest(len(a.vocabulary), len(b.vocabulary)) as likeness
    from telling as a
    inner join telling as b
        on a.event_id = b.event_id
        and a.actor_id = b.actor_id
        and a.document_id <> b.document_id
        and a.wording < b.wording
    where len(list_intersect(a.vocabulary, b.vocabulary)) >= 0.55 * greatest(len(a.vocabulary), len(b.vocabulary))

),

-- Each has a word that the other lacks, whatever way it is spelt ("defence", "defense"): else one is cut, not otherwise worded.
reworded as (

    select *
    from alike
    where len(list_filter(only_1, x -> len(list_filter(only_2, y -> {{ is_spelling_of('x', 'y') }})) = 0)) > 0
        and len(list_filter(only_2, x -> len(list_filter(only_1, y -> {{ is_spelling_of('x', 'y') }})) = 0)) > 0

),

-- The two that are furthest apart, once a speaker.
furthest as (

    select distinct event_id, actor_id, wording_1, wording_2
    from reworded
    qualify row_number() over (partition by event_id, actor_id order by likeness, wording_1, wording_2) = 1

),

final as (

    select
        furthest.event_id,
        'attribution' as aspect,
        'quotation' as measure,
        null::varchar as counted,
        furthest.actor_id as counted_key,
        furthest.wording_1 as key_a,
        furthest.wording_2 as key_b,
        'quote_wording' as type,
        'unresolved' as class,
        'two wordings of one quotation, and the texts do not say whether one was translated or shortened' as reason,
        list(distinct telling.claim_id order by telling.claim_id) filter (where telling.wording = furthest.wording_1) as claim_ids_a,
        list(distinct telling.claim_id order by telling.claim_id) filter (where telling.wording = furthest.wording_2) as claim_ids_b,
        'quote_wording.1' as rule_version
    from furthest
    inner join telling
        on furthest.event_id = telling.event_id
        and furthest.actor_id = telling.actor_id
        and telling.wording in (furthest.wording_1, furthest.wording_2)
    group by furthest.event_id, furthest.actor_id, furthest.wording_1, furthest.wording_2

)

select * from final
