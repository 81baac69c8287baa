with documents as (

    select * from {{ ref('stg_documents') }}

),

final as (

    select document_id, text
    from documents

)

select * from final
