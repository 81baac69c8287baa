with claims as (

    select * from {{ ref('int_claims') }}

),

accounts as (

    select * from {{ ref('int_figure_accounts') }}

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
        a.is_said_to_rise as is_said_to_rise_a,
        b.is_said_to_rise as is_said_to_rise_b,
        a.first_told_earliest as first_told_earliest_a,
        b.first_told_earliest as first_told_earliest_b,
        a.first_told_latest as first_told_latest_a,
        b.first_told_latest as first_told_latest_b,
        a.claim_ids as claim_ids_a,
        b.claim_ids as claim_ids_b
    from figure_groups as a
    inner join figure_groups as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted = b.counted
        and a.unit is not distinct from b.unit
        and a.number < b.number
        -- More than ten times as much is another count: a war's toll beside a day's. No rule here can tell them apart: none compares them.
        and b.number <= 10 * greatest(a.number, 1)

),

-- Each account of the lower number beside each of the higher one.
beside as (

    select
        a.event_id,
        a.measure,
        a.counted,
        a.unit,
        a.number as number_a,
        b.number as number_b,
        a.document_id as document_id_a,
        a.is_witness as is_witness_a,
        b.is_witness as is_witness_b,
        a.wording = 'exact' and b.wording = 'exact' as is_exact,
        -- A vague word ("dozens") is too soft to exclude a number.
        'vague' not in (a.wording, b.wording) and (a.low > b.high or b.low > a.high) as is_excluding,
        a.low <= b.high and b.low <= a.high as is_leaving_room,
        a.document_id = b.document_id as is_in_one_document,
        -- An account that gives both numbers shows that both can stand: it is on neither side. Two accounts that each tell the news of a
        -- day, with a day and more between them, may tell of two events: they are set against nothing.
        a.document_id <> b.document_id
        and not list_contains(a.document_numbers, b.number)
        and not list_contains(b.document_numbers, a.number)
        and coalesce(
            a.day_earliest < b.day_latest + interval 1 day and b.day_earliest < a.day_latest + interval 1 day,
            true
        ) as is_told_apart,
        -- A headline that nothing below it bears out, against the lead; or one speaker against another. Less than a third is more often a
        -- part of the other number than another count; and beside what the report opens with, less than four
        -- sevenths. Of a class of its own, as of evacuees, nearly the same number is another count of the same.
        a.document_id = b.document_id
        and (
            (a.is_bare_headline and b.is_in_lead)
            or (b.is_bare_headline and a.is_in_lead)
            or (a.voice <> b.voice and a.is_named and b.is_named and b.number <= 3 * a.number)
            or (a.voice <> b.voice and a.is_named <> b.is_named and (a.is_opening or b.is_opening) and b.number <= 1.75 * a.number)
            or (a.voice <> b.voice and a.counted <> 'person' and b.number <= 1.2 * a.number)
        ) as is_at_odds,
        -- What one report gives twice of one thing: at its top, by its headline or by two speakers, or nearly the same.
        a.document_id = b.document_id
        and (
            (a.is_at_top and b.is_at_top)
            or '#headline' in (a.voice, b.voice)
            or (a.voice <> b.voice and a.is_named and b.is_named and b.number <= 3 * a.number)
            or b.number <= 1.5 * a.number
        ) as is_of_one_thing,
        -- "Hundreds" beside "several hundred", "dozens" beside "several dozen": words for one another.
        a.wording = 'vague' and b.wording = 'vague' and b.number <= 1.5 * a.number as is_same_in_words,
        a.origin_id = b.origin_id and a.document_id <> b.document_id as is_same_origin,
        coalesce(a.published_earliest >= b.published_latest, false) as is_lower_later,
        coalesce(b.published_earliest >= a.published_latest, false) as is_higher_later
    from accounts as a
    inner join accounts as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted = b.counted
        and a.unit is not distinct from b.unit
        and a.number < b.number

),

told as (

    select
        event_id,
        measure,
        counted,
        unit,
        number_a,
        number_b,
        bool_or(is_told_apart) as is_told_apart,
        bool_or(is_told_apart and is_witness_a) as is_lower_told_alone,
        bool_or(is_told_apart and is_witness_a and is_witness_b) as is_across_accounts,
        bool_or(is_in_one_document) as is_in_one_document,
        bool_or(is_in_one_document and (is_witness_a and is_witness_b) and is_of_one_thing) as is_in_one_account,
        bool_or(is_in_one_document and is_witness_a and is_witness_b and is_at_odds) as is_between_voices,
        bool_or(is_excluding and is_witness_a and is_witness_b and (is_told_apart or is_at_odds)) as is_incompatible,
        bool_or(is_excluding and is_exact and is_witness_a and is_witness_b and (is_told_apart or is_at_odds)) as is_exact,
        bool_or(is_leaving_room and (is_told_apart or (is_witness_a and is_witness_b and is_of_one_thing))) as is_compatible,
        bool_and(is_same_in_words) as is_same_in_words,
        bool_or(is_same_origin and (is_lower_later or is_higher_later)) as is_same_origin_revising,
        bool_or(is_same_origin and not is_lower_later) as is_same_origin_rising
    from beside
    group by all

),

addends as (

    select event_id, document_id, voice, measure, unit, number, figure_role, claim_id, start_char, end_char
    from claims
    where aspect = 'figure'
        and is_comparable
        and not is_derived
        and coalesce(figure_role, 'total') in ('total', 'component')
        and value > 1

),

-- "19 in the town and another 23 outside it" beside 42: two numbers of one voice that add up to a third explain it.
sums as (

    select distinct a.event_id, a.measure, a.unit, a.number, a.number + b.number as total
    from addends as a
    inner join addends as b
        on a.event_id = b.event_id
        and a.document_id = b.document_id
        and a.measure = b.measure
        and a.unit is not distinct from b.unit
        and a.claim_id <> b.claim_id
        and (a.start_char >= b.end_char or b.start_char >= a.end_char)
        and (a.voice = b.voice or 'component' in (a.figure_role, b.figure_role))

),

final as (

    select
        pairs.*,
        told.* exclude (event_id, measure, counted, unit, number_a, number_b),
        sums.total is not null as is_addend
    from pairs
    inner join told
        on pairs.event_id = told.event_id
        and pairs.measure = told.measure
        and pairs.counted = told.counted
        and pairs.unit is not distinct from told.unit
        and pairs.number_a = told.number_a
        and pairs.number_b = told.number_b
    left join sums
        on pairs.event_id = sums.event_id
        and pairs.measure = sums.measure
        and pairs.unit is not distinct from sums.unit
        and pairs.number_a = sums.number
        and pairs.number_b = sums.total

)

select * from final
