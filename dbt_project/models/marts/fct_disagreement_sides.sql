with sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

final as (

    select
        disagreement_id,
        side,
        claim_id,
        document_id,
        source_id,
        origin_id,
        value,
        value_low,
        value_high,
        time_earliest,
        time_latest,
        label,
        attributed_to,
        section_kind,
        start_char,
        end_char,
        quote,
        is_first_telling
    from sides

)

select * from final
