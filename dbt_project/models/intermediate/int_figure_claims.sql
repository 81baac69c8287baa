{#- Characters from a number to the one that is told as the rest of it. -#}
{%- set reach = 120 -%}

with claims as (

    select * from {{ ref('int_claims') }}

),

sum_parts as (

    select * from {{ ref('int_sum_parts') }}

),

event_mentions as (

    select * from {{ ref('int_event_mentions') }}

),

counted_classes as (

    select * from {{ ref('stg_counted_classes') }}

),

-- A count that stands for its whole: not a movement, no part of a sum, not a share of one in the same class. A sum that we made stands for
-- what its parts say together.
standing as (

    select *
    from claims
    where aspect = 'figure'
        and is_comparable
        -- "Four of them children" is a share of the dead, and the whole of the children.
        and (coalesce(figure_role, 'total') = 'total' or (figure_role = 'subset' and counted_class not in ('person', 'civilian')))
        and coalesce(accumulation, 'incident') <> 'cumulative'
        and number is not null
        and claim_id not in (select part_claim_id from sum_parts)

),

-- "19 died in the town and six others outside it", and 25 in all: the 19 is told as a part of that.
shares as (

    select distinct part.claim_id
    from standing as part
    inner join claims as rest
        on part.document_id = rest.document_id
        and part.event_id = rest.event_id
        and part.measure = rest.measure
        and rest.aspect = 'figure'
        and rest.figure_role = 'component'
        and rest.start_char between part.end_char and part.end_char + {{ reach }}
    inner join standing as whole
        on part.document_id = whole.document_id
        and part.event_id = whole.event_id
        and part.measure = whole.measure
        and whole.number = part.number + rest.number

),

-- "15 civilians and 27 fighters, with another 10 not yet known": our sum of the first two is a part of what is told.
open_sums as (

    select distinct sums.claim_id
    from standing as sums
    inner join claims as rest
        on sums.document_id = rest.document_id
        and rest.aspect = 'figure'
        and rest.figure_role = 'component'
        and rest.start_char between sums.end_char and sums.end_char + {{ reach }}
    where sums.is_derived

),

-- What "other" counts is too mixed to compare, and "several" says no number.
measured as (

    select
        *,
        case
            when counted_class is not null then counted_class
            -- "43 deaths", "22 injuries": what is killed or hurt, and is nothing else by name, is people.
            when measure in ('killed', 'injured', 'casualties', 'missing', 'captured', 'displaced', 'evacuated') then 'person'
            else coalesce(topic, 'unspecified')
        end as counted,
        section_kind in ('headline', 'deck', 'lead') as is_at_top,
        case
            when value is null then 'vague'
            when qualifier is null or qualifier = 'exact' then 'exact'
            when qualifier = 'about' then 'about'
            else 'bound'
        end as own_wording
    from standing
    where measure is not null and measure <> 'other'
        and coalesce(qualifier, 'exact') not in ('several', 'few', 'some')
        and claim_id not in (select claim_id from shares)
        and claim_id not in (select claim_id from open_sums)

),

-- A headline has no room for "at least": it means what the lines below it say of the same number.
meant_below as (

    select
        event_id,
        document_id,
        measure,
        number,
        max_by(own_wording, own_wording = 'bound') as wording,
        bool_or(value_low is null) as is_open_below,
        min(value_low) as value_low,
        bool_or(value_high is null) as is_open_above,
        max(value_high) as value_high
    from measured
    where voice <> '#headline'
    group by event_id, document_id, measure, number
    having bool_and(own_wording in ('about', 'bound'))

),

compared as (

    select
        measured.* exclude (own_wording, value_low, value_high),
        case
            when meant_below.wording is null then measured.value_low
            when not meant_below.is_open_below then meant_below.value_low
        end as value_low,
        case
            when meant_below.wording is null then measured.value_high
            when not meant_below.is_open_above then meant_below.value_high
        end as value_high,
        coalesce(meant_below.wording, measured.own_wording) as wording
    from measured
    left join meant_below
        on measured.voice = '#headline'
        and measured.own_wording = 'exact'
        and measured.event_id = meant_below.event_id
        and measured.document_id = meant_below.document_id
        and measured.measure = meant_below.measure
        and measured.number = meant_below.number

),

opened as (

    select event_id, document_id, measure, counted, max(coalesce(value_high, 2 * number)) as opening_high
    from compared
    where is_at_top and wording <> 'vague'
    group by all

),

-- What the report opens with ("over 50": up to twice that) bounds what it counts of the same people, or of some of them.
openings as (

    select
        compared.claim_id,
        max(opened.opening_high) as opening_high
    from compared
    inner join opened using (event_id, document_id, measure)
    left join counted_classes as classes
        on compared.counted = classes.counted_class and opened.counted = classes.ancestor_class
    where compared.counted = opened.counted or classes.counted_class is not null
    group by compared.claim_id

),

-- The days that a document tells of as its news.
event_days as (

    select event_id, document_id, min(happened_earliest) as day_earliest, max(happened_latest) as day_latest
    from event_mentions
    where date_basis = 'dateline' and relation is null
    group by event_id, document_id

),

-- A higher number that the report itself gives further down is another matter: an earlier attack, the war so far.
told_of_the_event as (

    select compared.*, event_days.day_earliest, event_days.day_latest
    from compared
    left join openings using (claim_id)
    left join event_days using (event_id, document_id)
    where is_at_top
        or voice <> '#report'
        or coalesce(coalesce(value_low, number) <= opening_high, true)

),

final as (

    select
        *,
        -- A voice tells its count first; what else it counts is a part of it or another matter, and no witness against another account.
        number = first_value(number) over (
            partition by document_id, voice, event_id, measure, counted, unit
            order by start_char, claim_id
        ) as is_witness,
        -- The number that the whole report opens with, of whatever class, is its total.
        is_at_top and number = first_value(number) over (
            partition by document_id, event_id, measure
            order by not is_at_top, start_char, claim_id
        ) as is_opening,
        -- Nothing below the headline gives its number.
        bool_and(voice = '#headline') over (
            partition by document_id, event_id, measure, number
        ) as is_bare_headline
    from told_of_the_event

)

select * from final
