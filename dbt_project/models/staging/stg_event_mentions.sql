with source as (

    select * from {{ source('raw', 'event_mentions') }}

),

final as (

    select
        event_mention_id,
        document_id,
        start_char,
        end_char,
        quote,
        section_kind,
        trigger,
        event_type,
        event_mode,
        realis,
        happened_earliest,
        happened_latest,
        date_basis,
        place_id,
        place,
        responsible_document_actor_id,
        responsible,
        participants,
        is_primary,
        relation,
        relation_to,
        reason,
        extractor_version
    from source

)

select * from final
