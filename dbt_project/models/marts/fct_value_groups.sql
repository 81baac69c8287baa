with claims as (

    select * from {{ ref('int_value_group_claims') }}

),

final as (

    select
        value_group_id,
        any_value(matter_id) as matter_id,
        any_value(event_id) as event_id,
        any_value(aspect) as aspect,
        any_value(measure) as measure,
        min(counted) as counted,
        min(unit) as unit,
        any_value(number) as value,
        min_by(
            case when number is null or aspect <> 'figure' then coalesce(label, quote) end,
            {'told': coalesce(published_earliest, 'infinity'::timestamp), 'claim': claim_id}
        ) as label,
        count(*) as claims_count,
        count(distinct document_id) as documents_count,
        count(distinct source_id) as sources_count,
        count(distinct origin_id) as origins_count,
        min(published_earliest) as first_told_at,
        max(published_latest) as last_told_at
    from claims
    group by value_group_id

)

select * from final
