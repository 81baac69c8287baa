with source as (

    select * from {{ source('raw', 'claims') }}

),

final as (

    select
        claim_id,
        document_id,
        event_mention_id,
        aspect,
        measure,
        counted_text,
        counted_class,
        topic,
        value,
        value_low,
        value_high,
        qualifier,
        unit,
        change,
        figure_role,
        accumulation,
        is_derived,
        part_claim_ids,
        time_earliest,
        time_latest,
        time_precision,
        time_basis,
        time_month,
        time_day,
        place_id,
        document_actor_id,
        label,
        is_generic,
        realis,
        attributed_to,
        attribution_id,
        section_kind,
        start_char,
        end_char,
        quote,
        extractor_version,
        reason
    from source

)

select * from final
