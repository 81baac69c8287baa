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

-- What "other" counts is too mixed to compare.
compared as (

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
        end as wording
    from standing
    where measure is not null and measure <> 'other'

),

opened as (

    select event_id, document_id, measure, counted, max(coalesce(value_high, number)) as opening_high
    from compared
    where is_at_top and wording <> 'vague'
    group by all

),

-- What the report opens with bounds what it counts of the same people, or of some of them.
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
