with source as (

    select * from {{ source('raw', 'documents') }}

),

final as (

    select
        document_id,
        document_ref,
        outlet,
        title,
        url,
        language,
        text,
        text_sha256,
        published_earliest,
        published_latest,
        published_basis,
        dateline_earliest,
        dateline_latest,
        dateline_start,
        dateline_end,
        given_title,
        given_outlet,
        feed_published,
        feed_earliest,
        feed_latest,
        is_date_conflict,
        reason,
        ingested_at,
        source_path
    from source

)

select * from final
