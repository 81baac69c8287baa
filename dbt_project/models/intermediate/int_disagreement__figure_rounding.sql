with differences as (

    select * from {{ ref('int_figure_differences') }}

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
        'figure_rounding.3' as rule_version
    from differences
    where type = 'figure_rounding'

)

select * from final
