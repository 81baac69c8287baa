with event_mentions as (

    select * from {{ ref('stg_event_mentions') }}

),

memberships as (

    select * from {{ ref('stg_event_memberships') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

actor_links as (

    select * from {{ ref('stg_actor_links') }}

),

final as (

    select
        event_mentions.*,
        memberships.event_id,
        memberships.match_score,
        actor_links.actor_id as responsible_actor_id
    from event_mentions
    inner join memberships using (event_mention_id)
    inner join documents on event_mentions.document_id = documents.document_id and documents.is_newest
    left join actor_links on event_mentions.responsible_document_actor_id = actor_links.document_actor_id

)

select * from final
