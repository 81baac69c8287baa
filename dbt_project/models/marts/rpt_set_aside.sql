with claims as (

    select * from {{ ref('int_claims') }}

),

disagreements as (

    select * from {{ ref('int_disagreements') }}

),

judgements as (

    select * from {{ ref('int_judgements') }}

),

final as (

    select 'claim' as kind, claim_id as row_id, document_id, flaw as reason
    from claims
    where flaw is not null

    union all

    select 'disagreement' as kind, disagreement_id as row_id, null as document_id, rule_version || ': ' || flaw as reason
    from disagreements
    where flaw is not null

    union all

    select 'judgement' as kind, judgement_id as row_id, null as document_id, reason
    from judgements
    where state = 'invalid'

)

select * from final
