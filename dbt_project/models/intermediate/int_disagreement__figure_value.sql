with pairs as (

    select * from {{ ref('int_figure_pairs') }}

),

updates as (

    select * from {{ ref('int_disagreement__figure_update') }}

),

-- Bounds, rounded and vague numbers have rules of their own.
both_exact as (

    select *
    from pairs
    where wording_a = 'exact' and wording_b = 'exact'

),

between_accounts as (

    select *
    from both_exact
    where (is_across_accounts or is_between_voices)
        and not is_addend

),

-- An inner join is hashed on the event; a left join with a condition over lists would hold every pair against every update.
updated as (

    select distinct between_accounts.event_id, between_accounts.claim_ids_a, between_accounts.claim_ids_b
    from between_accounts
    inner join updates
        on between_accounts.event_id = updates.event_id
        and between_accounts.measure = updates.measure
        and between_accounts.counted = updates.counted
        and list_has_any(between_accounts.claim_ids_a, updates.claim_ids_a)
        and list_has_any(between_accounts.claim_ids_b, updates.claim_ids_b)

),

not_an_update as (

    select between_accounts.*
    from between_accounts
    left join updated using (event_id, claim_ids_a, claim_ids_b)
    where updated.event_id is null

),

final as (

    select
        event_id,
        'figure' as aspect,
        measure,
        counted,
        counted as counted_key,
        concat_ws(' ', number_a::varchar, unit) as key_a,
        concat_ws(' ', number_b::varchar, unit) as key_b,
        'figure_value' as type,
        'conflict' as class,
        'both numbers are said to be exact, and neither is told as an update of the other' as reason,
        claim_ids_a,
        claim_ids_b,
        'figure_value.2' as rule_version
    from not_an_update

)

select * from final
