with source as (

    select * from {{ source('raw', 'disagreement_changes') }}

),

final as (

    select
        disagreement_id,
        change_number,
        changed_at,
        is_standing,
        status,
        event_id,
        aspect,
        measure,
        type,
        class,
        rule_version,
        verdict,
        judged_type,
        judged_class,
        label_a,
        label_b,
        reason,
        document_ids
    from source

)

select * from final
