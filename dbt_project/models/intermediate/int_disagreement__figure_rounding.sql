with pairs as (

    select * from {{ ref('int_figure_pairs') }}

),

one_is_rounded as (

    select *
    from pairs
    where 'about' in (wording_a, wording_b)
        and wording_a in ('about', 'exact')
        and wording_b in ('about', 'exact')

),

compatible as (

    select *
    from one_is_rounded
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
        'figure_rounding' as type,
        'explained' as class,
        'one number is rounded, and the other lies within what it may mean' as reason,
        claim_ids_a,
        claim_ids_b,
        'figure_rounding.2' as rule_version
    from between_accounts

)

select * from final
