with claims as (

    select * from {{ ref('int_claims') }}

),

event_mentions as (

    select * from {{ ref('int_event_mentions') }}

),

leads as (

    select distinct event_id, document_id
    from event_mentions
    where is_primary

),

final as (

    select
        claims.*,
        string_split(claims.label, ' + ') as parties,
        leads.document_id is not null as is_lead_event,
        claims.section_kind in ('headline', 'deck', 'lead') as is_at_top
    from claims
    left join leads using (event_id, document_id)
    where claims.aspect = 'actor'
        and claims.measure = 'responsible'
        and claims.event_id is not null
        and claims.is_reporting

)

select * from final
