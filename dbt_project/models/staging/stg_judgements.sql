with source as (

    select * from {{ source('raw', 'judgements') }}

),

final as (

    select
        line,
        verdict,
        judged_class,
        judged_type,
        note,
        judged_by,
        judged_at,
        aspect,
        measure,
        document_ref_a,
        quote_a,
        document_ref_b,
        quote_b,
        disagreement_id,
        claim_id_a,
        claim_id_b
    from source

)

select * from final
