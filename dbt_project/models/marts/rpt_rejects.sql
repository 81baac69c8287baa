with rejects as (

    select * from {{ ref('stg_rejects') }}

),

documents as (

    select distinct document_ref from {{ ref('stg_documents') }}

),

final as (

    select
        rejects.reject_id,
        rejects.reason,
        {{ bi_text('rejects.detail') }} as detail,
        {{ bi_text('rejects.path') }} as path,
        rejects.line,
        {{ bi_text('rejects.document_ref') }} as document_ref,
        documents.document_ref is not null as is_known_document,
        rejects.rejected_at
    from rejects
    left join documents using (document_ref)

)

select * from final
