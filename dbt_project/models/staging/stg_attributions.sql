with source as (

    select * from {{ source('raw', 'attributions') }}

),

final as (

    select
        attribution_id,
        document_id,
        speaker_document_actor_id,
        speaker,
        source_start,
        source_end,
        source_quote,
        cue_start,
        cue_end,
        cue_quote,
        cue,
        start_char,
        end_char,
        quote,
        section_kind,
        kind,
        chain,
        polarity,
        certainty,
        cue_class,
        extractor_version
    from source

)

select * from final
