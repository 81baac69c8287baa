{#- Whether one label is another or a narrower one of it: "armed group > opposition" within "armed group". -#}
{% macro is_within(narrow, wide) -%}
    ({{ narrow }} = {{ wide }} or starts_with({{ narrow }}, {{ wide }} || ' > '))
{%- endmacro %}
