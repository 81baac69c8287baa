with claims as (

    select * from {{ ref('int_value_group_claims') }}

),

final as (

    select
        value_group_id,
        claim_id,
        event_id,
        document_id,
        source_id,
        origin_id,
        attributed_to,
        published_earliest,
        start_char,
        end_char,
        quote
    from claims

)

select * from final
