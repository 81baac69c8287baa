{#- The columns are the key: no two rows share them all, NULLs compared like values. -#}
{% test unique_together(model, columns) %}
    select {{ columns | join(', ') }}, count(*) as rows_count
    from {{ model }}
    group by all
    having count(*) > 1
{% endtest %}
