with disagreements as (

    select * from {{ ref('int_disagreements') }}

),

sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

value_claims as (

    select * from {{ ref('int_value_group_claims') }}

),

judgements as (

    select * from {{ ref('int_judgements') }}

),

-- An outlet may change its account; what no outlet is known for stays as it was printed. Of an outlet's tellings the last counts.
holders as (

    select
        sides.disagreement_id,
        sides.side,
        sides.source_id,
        max(sides.published_latest) as said_until,
        bool_and(sides.published_latest is not null and sides.source_id is not null) as is_dated,
        list(distinct value_claims.matter_id) as matter_ids,
        list(distinct value_claims.value_group_id) as value_group_ids
    from sides
    inner join value_claims using (claim_id)
    group by sides.disagreement_id, sides.side, coalesce(sides.source_id, sides.document_id), sides.source_id

),

later as (

    select
        holders.disagreement_id,
        holders.side,
        holders.source_id,
        value_claims.document_id,
        value_claims.published_earliest,
        value_claims.value_group_id,
        value_claims.claim_id,
        list_contains(holders.value_group_ids, value_claims.value_group_id) as is_same
    from (select *, unnest(matter_ids) as matter_id from holders where is_dated) as holders
    inner join value_claims
        on holders.matter_id = value_claims.matter_id
        and holders.source_id = value_claims.source_id
        and value_claims.published_earliest >= holders.said_until

),

-- The outlet's newest account of the matter, with all the values that it gives.
newest as (

    select *
    from later
    qualify published_earliest = max(published_earliest) over (partition by disagreement_id, side, source_id)

),

moved as (

    select
        newest.disagreement_id,
        newest.side,
        newest.source_id,
        not bool_or(newest.is_same) as has_left,
        not bool_or(newest.is_same) and bool_or(opposite.claim_id is not null) as has_joined
    from newest
    left join sides as opposite
        on newest.disagreement_id = opposite.disagreement_id
        and newest.side <> opposite.side
        and newest.claim_id = opposite.claim_id
    group by newest.disagreement_id, newest.side, newest.source_id

),

side_states as (

    select
        holders.disagreement_id,
        holders.side,
        bool_and(coalesce(moved.has_left, false)) as is_left,
        bool_and(coalesce(moved.has_joined, false)) as has_joined
    from holders
    left join moved
        on holders.disagreement_id = moved.disagreement_id
        and holders.side = moved.side
        and holders.source_id = moved.source_id
    group by holders.disagreement_id, holders.side

),

states as (

    select disagreement_id, bool_or(is_left) as is_left, bool_or(has_joined) as has_joined
    from side_states
    group by disagreement_id

),

final as (

    select
        disagreements.disagreement_id,
        case
            when judgements.judgement_id is not null then 'judged'
            when states.has_joined then 'converged'
            -- An event has several dates and places: an outlet that later gives another of them takes nothing back.
            when (states.is_left and disagreements.aspect = 'figure') or disagreements.type = 'figure_update' then 'superseded'
            else 'open'
        end as status,
        judgements.judgement_id,
        judgements.verdict,
        judgements.judged_type,
        judgements.judged_class,
        judgements.note as judgement_note,
        judgements.judged_by,
        judgements.judged_at
    from disagreements
    left join states using (disagreement_id)
    left join judgements
        on disagreements.disagreement_id = judgements.disagreement_id
        and judgements.state = 'standing'

)

select * from final
