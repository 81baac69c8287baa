with claims as (

    select * from {{ ref('int_value_group_claims') }}

),

value_groups as (

    select * from {{ ref('fct_value_groups') }}

),

events as (

    select * from {{ ref('fct_events') }}

),

origins as (

    select * from {{ ref('dim_origins') }}

),

voices as (

    select
        claims.value_group_id,
        claims.origin_id,
        count(distinct claims.document_id) as documents_count,
        string_agg(distinct {{ bi_text('claims.source_name') }}, ', ' order by {{ bi_text('claims.source_name') }}) as outlets,
        min(claims.published_earliest) as first_told_at
    from claims
    group by claims.value_group_id, claims.origin_id

),

final as (

    select
        voices.value_group_id,
        voices.origin_id,
        value_groups.matter_id,
        value_groups.event_id,
        {{ bi_text('events.title') }} as event_title,
        value_groups.aspect,
        value_groups.measure,
        {{ bi_text('value_groups.counted') }} as counted,
        value_groups.unit,
        value_groups.value,
        {{ bi_text('value_groups.label') }} as label,
        origins.kind as origin_kind,
        {{ bi_text('origins.name') }} as origin_name,
        voices.documents_count,
        voices.outlets,
        voices.first_told_at,
        value_groups.origins_count
    from voices
    inner join value_groups using (value_group_id)
    left join origins using (origin_id)
    left join events using (event_id)

)

select * from final
