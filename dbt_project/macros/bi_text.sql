{#- Text of articles made safe for spreadsheets and BI tables: one line, no angle brackets (some tools render them as HTML), no leading
    sign that a spreadsheet takes for a formula. The exact quote stays in fct_disagreement_sides. -#}
{% macro bi_text(column) -%}
    regexp_replace(
        translate(trim(regexp_replace({{ column }}, '\s+', ' ', 'g')), '<>', '‹›'),
        '^([=+@-])', '''\1'
    )
{%- endmacro %}
