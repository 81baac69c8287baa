with pairs as (

    select * from {{ ref('int_figure_pairs') }}

),

updates as (

    select * from {{ ref('int_disagreement__figure_update') }}

),

-- Two accounts at least stand behind it, or one report that tells both numbers as of the event, and no sum.
between_accounts as (

    select
        *,
        case
            when is_incompatible then is_across_accounts or is_between_voices
            else is_told_apart or is_in_one_account
        end as is_between_accounts
    from pairs
    where not is_addend and not is_same_in_words

),

-- An inner join is hashed on the event; a left join with a condition over lists would hold every pair against every update.
told_as_updates as (

    select distinct between_accounts.event_id, between_accounts.claim_ids_a, between_accounts.claim_ids_b
    from between_accounts
    inner join updates
        on between_accounts.event_id = updates.event_id
        and between_accounts.measure = updates.measure
        and between_accounts.counted = updates.counted
        and list_has_any(between_accounts.claim_ids_a, updates.claim_ids_a)
        and list_has_any(between_accounts.claim_ids_b, updates.claim_ids_b)

),

final as (

    select
        between_accounts.*,
        case
            when is_incompatible and is_exact then 'figure_value'
            when is_incompatible then 'figure_bound'
            when 'about' in (wording_a, wording_b) and list_has_all(['about', 'exact'], [wording_a, wording_b]) then 'figure_rounding'
            when is_compatible then 'figure_vague'
        end as type
    from between_accounts
    left join told_as_updates using (event_id, claim_ids_a, claim_ids_b)
    where is_between_accounts
        and told_as_updates.event_id is null

)

select * from final
