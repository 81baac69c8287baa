{#- Whether two words may be one in two spellings: a letter apart, or two in a long word ("minimise", "minimize"; "programme", "program"). -#}
{%- macro is_spelling_of(one, other) -%}
length({{ one }}) > 3 and levenshtein({{ one }}, {{ other }}) <= 1 + (length({{ one }}) > 6)::integer
{%- endmacro -%}
