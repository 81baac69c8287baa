{#- `prefix` and 16 hex digits of SHA-256 over the parts, the same as extractors.ids.content_id:
    NULL and '' are told apart, as are ('ab', 'c') and ('a', 'bc'). strlen counts bytes. -#}
{% macro content_id(prefix, parts) -%}
    '{{ prefix }}_' || left(sha256(
        {%- for part in parts %}
        coalesce(strlen({{ part }}) || ':' || {{ part }}, '-:' || chr(0)){{ ' ||' if not loop.last }}
        {%- endfor %}
    ), 16)
{%- endmacro %}
