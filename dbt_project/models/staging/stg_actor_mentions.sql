with source as (

    select * from {{ source('raw', 'actor_mentions') }}

),

final as (

    select
        actor_mention_id,
        document_actor_id,
        document_id,
        start_char,
        end_char,
        quote,
        section_kind,
        is_weak,
        extractor_version
    from source

)

select * from final
