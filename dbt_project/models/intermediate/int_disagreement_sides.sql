with disagreements as (

    select * from {{ ref('int_disagreements') }} where flaw is null

),

claims as (

    select * from {{ ref('int_claims') }}

),

sided as (

    select disagreement_id, 'a' as side, unnest(claim_ids_a) as claim_id from disagreements
    union all
    select disagreement_id, 'b' as side, unnest(claim_ids_b) as claim_id from disagreements

),

final as (

    select
        sided.disagreement_id,
        sided.side,
        claims.*,
        -- The telling that speaks for its side: the earliest known.
        row_number() over (
            partition by sided.disagreement_id, sided.side
            order by claims.published_earliest nulls last, claims.document_id, claims.start_char, claims.claim_id
        ) = 1 as is_first_telling
    from sided
    inner join claims using (claim_id)

)

select * from final
