with claims as (

    select * from {{ ref('int_claims') }}

),

final as (

    select
        claim_id as sum_claim_id,
        unnest(part_claim_ids) as part_claim_id
    from claims
    where is_derived and aspect = 'figure'

)

select * from final
