with disagreements as (

    select * from {{ ref('fct_disagreements') }}

),

events as (

    select * from {{ ref('fct_events') }}

),

-- A person's word on class counts before the rules'.
standing as (

    select *, coalesce(judged_class, class) as standing_class
    from disagreements
    where status in ('open', 'judged') and verdict is distinct from 'reject'

),

final as (

    select
        events.event_id,
        {{ bi_text('any_value(events.title)') }} as event_title,
        {{ bi_text('any_value(events.place)') }} as event_place,
        any_value(events.country_code) as event_country_code,
        any_value(events.happened_earliest)::date as event_day,
        any_value(events.documents_count) as documents_count,
        any_value(events.origins_count) as origins_count,
        count(*) as conflicts_count,
        count(*) filter (where standing.aspect = 'figure') as figure_conflicts_count,
        count(*) filter (where standing.is_within_document) as within_document_count,
        count(*) filter (where standing.verdict is not null) as judged_count,
        string_agg(distinct standing.type, ', ' order by standing.type) as types,
        max(standing.first_seen_at) as newest_at
    from standing
    inner join events using (event_id)
    where standing.standing_class = 'conflict'
    group by events.event_id

)

select * from final
