with sections as (

    select * from {{ ref('stg_sections') }}

),

final as (

    select document_id, start_char, end_char, kind
    from sections

)

select * from final
