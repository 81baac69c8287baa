with judgements as (

    select * from {{ ref('int_judgements') }}

),

final as (

    select
        judgement_id,
        disagreement_id,
        state,
        reason,
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
        judged_disagreement_id,
        judged_claim_id_a,
        judged_claim_id_b
    from judgements

)

select * from final
