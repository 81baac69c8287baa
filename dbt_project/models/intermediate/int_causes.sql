{#- Facets of extractors/causes.toml of which an act has one: what it was done with, and what carried it through the air. -#}
{%- set means = "['device', 'air', 'shelling', 'rocket', 'firearms', 'knife', 'crash']" -%}
{%- set carriers = "['plane', 'helicopter', 'drone']" -%}

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

told as (

    select
        claims.*,
        case when claims.label <> 'unknown' then string_split(claims.label, ', ') else [] end as facets
    from claims
    inner join leads using (event_id, document_id)
    where claims.aspect = 'cause' and claims.is_comparable

),

accounts as (

    select
        *,
        section_kind in ('headline', 'deck', 'lead') as is_at_top,
        list_distinct(flatten(list(facets) over (partition by event_id, document_id))) as document_facets,
        list_distinct(flatten(list(facets) over (partition by event_id, document_id, voice))) as voice_facets
    from told

),

final as (

    select
        * exclude (voice_facets),
        list_intersect(document_facets, {{ means }}) as document_means,
        list_intersect(document_facets, {{ carriers }}) as document_carriers,
        list_intersect(voice_facets, {{ carriers }}) as voice_carriers
    from accounts

)

select * from final
