with value_groups as (

    select * from {{ ref('fct_value_groups') }}

),

events as (

    select * from {{ ref('fct_events') }}

),

-- Origins of one matter are counted over all its values.
claims as (

    select matter_id, count(distinct origin_id) as origins_count, count(distinct document_id) as documents_count
    from {{ ref('int_value_group_claims') }}
    group by matter_id

),

spreads as (

    select
        matter_id,
        any_value(event_id) as event_id,
        any_value(measure) as measure,
        min(counted) as counted,
        min(unit) as unit,
        count(*) as values_count,
        min(value) as lowest,
        max(value) as highest,
        arg_max(value, {'origins': origins_count, 'documents': documents_count, 'low': -value}) as most_told
    from value_groups
    where aspect = 'figure'
    group by matter_id

),

final as (

    select
        spreads.matter_id,
        spreads.event_id,
        {{ bi_text('events.title') }} as event_title,
        events.happened_earliest::date as event_day,
        spreads.measure,
        {{ bi_text('spreads.counted') }} as counted,
        spreads.unit,
        spreads.values_count,
        spreads.lowest,
        spreads.highest,
        spreads.highest - spreads.lowest as spread,
        case when spreads.lowest > 0 then round(spreads.highest / spreads.lowest, 3) end as ratio,
        spreads.most_told,
        claims.documents_count,
        claims.origins_count
    from spreads
    inner join claims using (matter_id)
    left join events using (event_id)

)

select * from final
