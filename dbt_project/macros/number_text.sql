{#- A number as a person reads it: 1000.0 is "1,000", 2.5 is "2.5". -#}
{% macro number_text(column) -%}
    case
        when {{ column }} = floor({{ column }}) and abs({{ column }}) < 1e15 then format('{:,}', {{ column }}::bigint)
        else {{ column }}::varchar
    end
{%- endmacro %}
