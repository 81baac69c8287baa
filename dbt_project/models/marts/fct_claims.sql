with claims as (

    select * from {{ ref('int_claims') }}

),

final as (

    select
        claim_id,
        document_id,
        event_id,
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
        linked_actor_id as actor_id,
        label,
        is_generic,
        realis,
        attributed_to,
        attribution_id,
        origin_id,
        origin_basis,
        section_kind,
        start_char,
        end_char,
        quote,
        extractor_version,
        nullif(concat_ws('; ', reason, flaw), '') as reason
    from claims

)

select * from final
