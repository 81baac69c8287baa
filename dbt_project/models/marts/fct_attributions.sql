with attributions as (

    select * from {{ ref('stg_attributions') }}

),

actor_links as (

    select * from {{ ref('stg_actor_links') }}

),

event_mentions as (

    select * from {{ ref('int_event_mentions') }}

),

-- The first event that the content tells of.
told as (

    select
        attributions.attribution_id,
        min_by(event_mentions.event_id, (event_mentions.start_char, event_mentions.event_id)) as event_id
    from attributions
    inner join event_mentions
        on attributions.document_id = event_mentions.document_id
        and attributions.start_char < event_mentions.end_char
        and event_mentions.start_char < attributions.end_char
    group by attributions.attribution_id

),

final as (

    select
        attributions.attribution_id,
        attributions.document_id,
        told.event_id,
        actor_links.actor_id as speaker_actor_id,
        attributions.speaker,
        attributions.source_start,
        attributions.source_end,
        attributions.cue_start,
        attributions.cue_end,
        attributions.start_char as content_start,
        attributions.end_char as content_end,
        attributions.cue,
        attributions.kind,
        attributions.chain,
        attributions.polarity,
        attributions.certainty,
        attributions.cue_class,
        attributions.section_kind,
        attributions.quote,
        attributions.extractor_version
    from attributions
    left join told using (attribution_id)
    left join actor_links on attributions.speaker_document_actor_id = actor_links.document_actor_id

)

select * from final
