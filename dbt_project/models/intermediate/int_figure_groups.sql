with figures as (

    select * from {{ ref('int_figure_claims') }}

),

grouped as (

    select
        event_id,
        measure,
        counted,
        unit,
        number,
        case
            when bool_or(wording = 'exact') then 'exact'
            when bool_or(wording = 'about') then 'about'
            when bool_or(wording = 'bound') then 'bound'
            else 'vague'
        end as wording,
        -- NULL bounds are open: one open claim opens the group.
        case when bool_or(value_low is null) then '-infinity'::double else min(value_low) end as widest_low,
        case when bool_or(value_high is null) then 'infinity'::double else max(value_high) end as widest_high,
        coalesce(bool_or(accumulation = 'as_of' or change = 'up'), false) as is_said_to_rise,
        min(published_earliest) as first_told_earliest,
        min(published_latest) as first_told_latest,
        list(claim_id order by claim_id) as claim_ids
    from figures
    group by event_id, measure, counted, unit, number

),

final as (

    select
        * exclude (widest_low, widest_high),
        case when wording = 'exact' then number else widest_low end as low,
        case when wording = 'exact' then number else widest_high end as high
    from grouped

)

select * from final
