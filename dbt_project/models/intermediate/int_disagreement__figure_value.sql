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
        'figure_value' as type,
        'conflict' as class,
        'both numbers are said to be exact, and neither is told as an update of the other' as reason,
        claim_ids_a,
        claim_ids_b,
        'figure_value.3' as rule_version
    from differences
    where type = 'figure_value'

)

select * from final
