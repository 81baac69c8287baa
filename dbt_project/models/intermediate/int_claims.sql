with claims as (

    select * from {{ ref('stg_claims') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

sources as (

    select * from {{ ref('int_sources') }}

),

event_memberships as (

    select * from {{ ref('stg_event_memberships') }}

),

actor_links as (

    select * from {{ ref('stg_actor_links') }}

),

actors as (

    select * from {{ ref('stg_actors') }}

),

document_actors as (

    select * from {{ ref('stg_document_actors') }}

),

claim_origins as (

    select * from {{ ref('stg_claim_origins') }}

),

joined as (

    select
        claims.*,
        -- Older versions of a document are kept, but tell of no event.
        case when documents.is_newest then event_memberships.event_id end as event_id,
        actor_links.actor_id as linked_actor_id,
        coalesce(actor_links.actor_id, claims.document_actor_id) as actor_id,
        coalesce(actors.name, document_actors.name) as actor_name,
        claim_origins.origin_id,
        claim_origins.basis as origin_basis,
        documents.source_id,
        sources.name as source_name,
        documents.published_earliest,
        documents.published_latest,
        documents.ingested_at,
        claims.section_kind not in ('furniture', 'generated', 'credit', 'byline') as is_reporting,
        -- A plan and its carrying out are one event only where the linker says so; what was denied, supposed or general is another matter.
        claims.realis in ('ACTUAL', 'PLANNED', 'UNKNOWN') as is_asserted,
        -- What cannot be as it was read is set aside: kept, shown with its reason, compared with nothing. "More than 100" has value 100 and
        -- low 101, "fewer than 100" high 99: there the number as said lies outside its bounds.
        case
            when claims.value_low > claims.value_high then 'the bounds are the wrong way round'
            when coalesce(claims.qualifier, '') <> 'more_than' and claims.value < claims.value_low then 'the value is below its lower bound'
            when coalesce(claims.qualifier, '') <> 'fewer_than' and claims.value > claims.value_high
                then 'the value is above its upper bound'
            when claims.time_earliest > claims.time_latest then 'the time ends before it begins'
        end as flaw
    from claims
    left join documents using (document_id)
    left join sources on documents.source_id = sources.source_id
    left join event_memberships on claims.event_mention_id = event_memberships.event_mention_id
    left join actor_links on claims.document_actor_id = actor_links.document_actor_id
    left join actors on actor_links.actor_id = actors.actor_id
    left join document_actors on claims.document_actor_id = document_actors.document_actor_id
    left join claim_origins on claims.claim_id = claim_origins.claim_id

),

final as (

    select
        *,
        event_id is not null and is_reporting and is_asserted and flaw is null as is_comparable,
        coalesce(value, value_low) as number,
        -- Who speaks, within the document: a named speaker, the headline, or the report itself.
        case
            when attributed_to is not null then lower(trim(attributed_to))
            when section_kind in ('headline', 'deck') then '#headline'
            else '#report'
        end as voice
    from joined

)

select * from final
