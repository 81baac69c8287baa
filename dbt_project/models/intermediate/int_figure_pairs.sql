with figures as (

    select * from {{ ref('int_figure_claims') }}

),

figure_groups as (

    select * from {{ ref('int_figure_groups') }}

),

pairs as (

    select
        a.event_id,
        a.measure,
        a.counted,
        a.unit,
        a.number as number_a,
        b.number as number_b,
        a.wording as wording_a,
        b.wording as wording_b,
        a.low as low_a,
        b.low as low_b,
        a.high as high_a,
        b.high as high_b,
        a.is_said_to_rise as is_said_to_rise_a,
        b.is_said_to_rise as is_said_to_rise_b,
        a.first_told_earliest as first_told_earliest_a,
        b.first_told_earliest as first_told_earliest_b,
        a.first_told_latest as first_told_latest_a,
        b.first_told_latest as first_told_latest_b,
        a.claim_ids as claim_ids_a,
        b.claim_ids as claim_ids_b,
        a.low > b.high or b.low > a.high as is_incompatible,
        -- One account gives a alone, another b alone.
        len(list_filter(a.documents, lambda document: not list_contains(b.documents, document))) > 0
        and len(list_filter(b.documents, lambda document: not list_contains(a.documents, document))) > 0 as is_told_apart,
        len(list_filter(a.sole_documents, lambda document: not list_contains(b.documents, document))) > 0 as is_lower_told_alone,
        -- Two accounts, each with one number of its own. An account that gives both shows that both can stand: it is on neither side.
        len(list_filter(a.sole_documents, lambda document: not list_contains(b.documents, document))) > 0
        and len(list_filter(b.sole_documents, lambda document: not list_contains(a.documents, document))) > 0 as is_across_accounts
    from figure_groups as a
    inner join figure_groups as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted = b.counted
        and a.unit is not distinct from b.unit
        and a.number < b.number
        -- Thirty times as much is another count: a war's toll beside a day's. No rule here may tell them apart, so none compares them.
        and b.number <= 30 * greatest(a.number, 1)

),

claim_pairs as (

    select
        a.event_id,
        a.measure,
        a.counted,
        a.unit,
        a.number as number_a,
        b.number as number_b,
        -- Within one document: headline against body, or one speaker against another.
        bool_or(
            a.document_id = b.document_id
            and a.is_sole_number
            and b.is_sole_number
            and (
                '#headline' in (a.voice, b.voice)
                or '#report' not in (a.voice, b.voice)
            )
        ) as is_between_voices,
        -- The same origin, later, with another number.
        bool_or(
            a.origin_id = b.origin_id
            and a.document_id <> b.document_id
            and (a.published_earliest >= b.published_latest or b.published_earliest >= a.published_latest)
        ) as is_same_origin_revising
    from figures as a
    inner join figures as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted = b.counted
        and a.unit is not distinct from b.unit
        and a.number < b.number
        and (a.document_id = b.document_id or a.origin_id = b.origin_id)
    group by all

),

final as (

    select
        pairs.*,
        coalesce(claim_pairs.is_between_voices, false) as is_between_voices,
        coalesce(claim_pairs.is_same_origin_revising, false) as is_same_origin_revising
    from pairs
    left join claim_pairs
        on pairs.event_id = claim_pairs.event_id
        and pairs.measure = claim_pairs.measure
        and pairs.counted = claim_pairs.counted
        and pairs.unit is not distinct from claim_pairs.unit
        and pairs.number_a = claim_pairs.number_a
        and pairs.number_b = claim_pairs.number_b

)

select * from final
