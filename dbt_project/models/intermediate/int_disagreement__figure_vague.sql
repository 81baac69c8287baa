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
        'figure_vague' as type,
        'explained' as class,
        'the words of one number leave room for the other' as reason,
        claim_ids_a,
        claim_ids_b,
        'figure_vague.3' as rule_version
    from differences
    where type = 'figure_vague'

)

select * from final
