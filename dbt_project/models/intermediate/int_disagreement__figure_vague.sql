with pairs as (

    select * from {{ ref('int_figure_pairs') }}

),

one_is_open as (

    select *
    from pairs
    where wording_a in ('vague', 'bound') or wording_b in ('vague', 'bound')

),

compatible as (

    select *
    from one_is_open
    where not is_incompatible

),

between_accounts as (

    select *
    from compatible
    where is_told_apart or is_in_one_account

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
        'figure_vague' as type,
        'explained' as class,
        'the words of one number leave room for the other' as reason,
        claim_ids_a,
        claim_ids_b,
        'figure_vague.2' as rule_version
    from between_accounts

)

select * from final
