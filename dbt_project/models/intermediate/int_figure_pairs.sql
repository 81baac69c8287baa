with claims as (

    select * from {{ ref('int_claims') }}

),

figures as (

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
        a.low > b.high or b.low > a.high as is_incompatible
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

-- What each document gives, once.
given as (

    select
        event_id,
        document_id,
        measure,
        counted,
        unit,
        number,
        bool_or(is_witness) as is_witness,
        any_value(day_earliest) as day_earliest,
        any_value(day_latest) as day_latest
    from figures
    group by all

),

accounts as (

    select *, list(number) over (partition by event_id, document_id, measure, counted, unit) as numbers
    from given

),

-- An account that gives both numbers shows that both can stand: it is on neither side. Two accounts that each tell the news of a day, with
-- a day and more between them, may tell of two events: they are set against nothing.
between_accounts as (

    select
        a.event_id,
        a.measure,
        a.counted,
        a.unit,
        a.number as number_a,
        b.number as number_b,
        true as is_told_apart,
        bool_or(a.is_witness) as is_lower_told_alone,
        bool_or(a.is_witness and b.is_witness) as is_across_accounts
    from accounts as a
    inner join accounts as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted = b.counted
        and a.unit is not distinct from b.unit
        and a.number < b.number
        and a.document_id <> b.document_id
    where not list_contains(a.numbers, b.number)
        and not list_contains(b.numbers, a.number)
        and coalesce(
            a.day_earliest < b.day_latest + interval 1 day and b.day_earliest < a.day_latest + interval 1 day,
            true
        )
    group by all

),

-- Two claims of one document, or of one origin.
claim_pairs as (

    select
        a.event_id,
        a.measure,
        a.counted,
        a.unit,
        a.number as number_a,
        b.number as number_b,
        a.document_id as document_id_a,
        a.document_id = b.document_id as is_in_one_document,
        a.document_id = b.document_id and a.is_witness and b.is_witness as is_in_one_account,
        a.voice <> b.voice and '#report' not in (a.voice, b.voice) or '#headline' in (a.voice, b.voice) as is_told_by_two,
        -- A headline that nothing below it bears out, against the lead; or one speaker against another. Less than a third is more often a
        -- part of the other number than another count.
        (a.is_bare_headline and b.section_kind = 'lead')
        or (b.is_bare_headline and a.section_kind = 'lead')
        or (a.voice <> b.voice and a.voice[1] <> '#' and b.voice[1] <> '#' and b.number <= 3 * a.number) as is_at_odds,
        a.origin_id = b.origin_id and a.document_id <> b.document_id as is_same_origin,
        coalesce(a.published_earliest >= b.published_latest, false) as is_lower_later,
        coalesce(b.published_earliest >= a.published_latest, false) as is_higher_later
    from figures as a
    inner join figures as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted = b.counted
        and a.unit is not distinct from b.unit
        and a.number < b.number
        and (a.document_id = b.document_id or a.origin_id = b.origin_id)

),

within as (

    select
        event_id,
        measure,
        counted,
        unit,
        number_a,
        number_b,
        bool_or(is_in_one_document) as is_in_one_document,
        coalesce(bool_or(is_in_one_account), false) as is_in_one_account,
        -- Two reports that set the same two voices side by side mean them to differ.
        coalesce(bool_or(is_in_one_account and is_at_odds), false)
        or count(distinct document_id_a) filter (is_in_one_account and is_told_by_two) > 1 as is_between_voices,
        coalesce(bool_or(is_same_origin and (is_lower_later or is_higher_later)), false) as is_same_origin_revising,
        coalesce(bool_or(is_same_origin and not is_lower_later), false) as is_same_origin_rising
    from claim_pairs
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
        coalesce(between_accounts.is_told_apart, false) as is_told_apart,
        coalesce(between_accounts.is_lower_told_alone, false) as is_lower_told_alone,
        coalesce(between_accounts.is_across_accounts, false) as is_across_accounts,
        coalesce(within.is_in_one_document, false) as is_in_one_document,
        coalesce(within.is_in_one_account, false) as is_in_one_account,
        coalesce(within.is_between_voices, false) as is_between_voices,
        coalesce(within.is_same_origin_revising, false) as is_same_origin_revising,
        coalesce(within.is_same_origin_rising, false) as is_same_origin_rising,
        sums.total is not null as is_addend
    from pairs
    left join between_accounts
        on pairs.event_id = between_accounts.event_id
        and pairs.measure = between_accounts.measure
        and pairs.counted = between_accounts.counted
        and pairs.unit is not distinct from between_accounts.unit
        and pairs.number_a = between_accounts.number_a
        and pairs.number_b = between_accounts.number_b
    left join within
        on pairs.event_id = within.event_id
        and pairs.measure = within.measure
        and pairs.counted = within.counted
        and pairs.unit is not distinct from within.unit
        and pairs.number_a = within.number_a
        and pairs.number_b = within.number_b
    left join sums
        on pairs.event_id = sums.event_id
        and pairs.measure = sums.measure
        and pairs.unit is not distinct from sums.unit
        and pairs.number_a = sums.number
        and pairs.number_b = sums.total

)

select * from final
