with event_links as (

    select * from {{ ref('stg_event_links') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

final as (

    select
        event_links.event_id,
        event_links.document_id_a,
        event_links.document_id_b,
        event_links.score,
        event_links.features
    from event_links
    inner join documents as a on event_links.document_id_a = a.document_id and a.is_newest
    inner join documents as b on event_links.document_id_b = b.document_id and b.is_newest

)

select * from final
