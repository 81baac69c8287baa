with documents as (

    select * from {{ ref('int_documents') }}

),

final as (

    select
        document_id,
        document_ref,
        source_id,
        title,
        url,
        published_earliest,
        published_latest,
        published_basis,
        dateline_earliest,
        dateline_latest,
        feed_published,
        feed_earliest,
        feed_latest,
        is_date_conflict,
        language,
        text_sha256,
        ingested_at,
        is_newest,
        reason
    from documents

)

select * from final
