{#- A rule over int_figure_differences, where every pair of numbers already bears its type: left to say are the class, and the reason
    that a person is told. `rule_version` is the type and the version of its rule, "figure_value.3". -#}
{% macro told_difference(rule_version, class, reason) -%}
{%- set type = rule_version.partition('.')[0] -%}
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
        '{{ rule_version }}' as rule_version
    from differences
    where type = '{{ type }}'

)

select * from final
{%- endmacro %}
