with claims as (

    select * from {{ ref('int_claims') }}

),

sum_parts as (

    select * from {{ ref('int_sum_parts') }}

),

counted_classes as (

    select * from {{ ref('stg_counted_classes') }}

),

class_depths as (

    select counted_class, count(*) as depth
    from counted_classes
    group by counted_class

),

figures as (

    select *
    from claims
    where aspect = 'figure'
        and is_comparable
        and measure is not null
        and measure <> 'other'
        and coalesce(value, value_low, value_high) is not null
        and coalesce(accumulation, 'incident') <> 'cumulative'
        and coalesce(figure_role, 'total') in ('total', 'component', 'subset')

),

-- "Ten children and five women" under the headline "Ten children killed": the headline gives a part of the sum, not a total. So it does
-- above "fifteen people, among them ten children".
parts as (

    select figures.event_id, figures.document_id, figures.measure, part.number, part.counted_class
    from figures
    inner join sum_parts on figures.claim_id = sum_parts.sum_claim_id
    inner join claims as part on sum_parts.part_claim_id = part.claim_id
    union all
    select event_id, document_id, measure, number, counted_class
    from figures
    where figure_role = 'subset'

),

-- A number of a broader class is no part, though it be the same: "about 20 people", "about 20 civilians and a driver".
parts_told as (

    select distinct figures.claim_id
    from figures
    inner join parts using (event_id, document_id, measure, number)
    left join counted_classes as broader
        on parts.counted_class = broader.counted_class and figures.counted_class = broader.ancestor_class
    where broader.counted_class is null or parts.counted_class = figures.counted_class

),

tiered as (

    select
        figures.*,
        figures.section_kind in ('headline', 'deck', 'lead') as is_at_top,
        coalesce(class_depths.depth, 1) as class_depth,
        case
            when figures.is_derived then 'sum'
            when parts_told.claim_id is not null or figures.figure_role = 'component' then 'part'
            when figures.figure_role = 'subset' then 'subset'
            else 'total'
        end as tier
    from figures
    left join class_depths using (counted_class)
    left join parts_told using (claim_id)

),

-- Where the report opens with a number, what is smaller is no whole of it: "six others" after "21 civilians".
opened as (

    select
        *,
        number < first_value(number) over (
            partition by event_id, document_id, measure
            order by tier not in ('total', 'sum'), value is null, not is_at_top, start_char, claim_id
        ) as is_below_opening,
        -- "Hundreds dead" at the top: three who died in hospital are not the hundreds, though 150 might be.
        coalesce(value is not null and 5 * number < first_value(case when value is null then number end) over (
            partition by event_id, document_id, measure
            order by not is_at_top, tier <> 'total', start_char, claim_id
        ), false) as is_far_below_words
    from tiered

),

-- "More than 200 killed" above "at least 213 died": the headline rounds down what the lead tells.
rounded as (

    select distinct headline.claim_id
    from tiered as headline
    inner join tiered as told using (event_id, document_id, measure)
    where headline.section_kind in ('headline', 'deck')
        and headline.qualifier = 'more_than'
        and told.section_kind = 'lead'
        and told.tier = 'total'
        and told.value > headline.value
        and told.value <= 1.5 * headline.value

),

ranked as (

    select
        *,
        row_number() over (
            partition by event_id, document_id, measure
            order by
                -- A total, stated or summed up, at the top of the report; one stated below; one summed up below; else what there is.
                case
                    when is_far_below_words then 7
                    when claim_id in (select claim_id from rounded) then 4
                    when tier in ('total', 'sum') and value is not null and is_at_top then 1
                    when tier = 'total' and value is not null then 2
                    when tier = 'sum' and value is not null then 3
                    -- A vague word only where no number is given: it often stands in the headline above one.
                    when tier in ('total', 'sum') then 4
                    when tier = 'part' then 5
                    else 6
                end,
                -- At the top the broadest class, people before soldiers; in the body what is told first, as other counts follow.
                case when is_at_top then is_below_opening end,
                case when is_at_top then class_depth end,
                start_char,
                claim_id
        ) as rank
    from opened

),

final as (

    select
        event_id,
        document_id,
        measure,
        value,
        value_low,
        value_high,
        is_derived,
        claim_id
    from ranked
    where rank = 1

)

select * from final
