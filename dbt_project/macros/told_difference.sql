{#- A rule over int_figure_differences, where every pair of numbers already bears its type: left to say are the class, the reason that
    a person is told, and the version of the rule. -#}
{% macro told_difference(type, class, reason, version) -%}
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
        type,
        '{{ class }}' as class,
        '{{ reason }}' as reason,
        claim_ids_a,
        claim_ids_b,
        '{{ type }}.{{ version }}' as rule_version
    from differences
    where type = '{{ type }}'

)

select * from final
{%- endmacro %}
