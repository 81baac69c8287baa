with documents as (

    select * from {{ ref('stg_documents') }}

),

sources as (

    select * from {{ ref('int_sources') }}

),

domains as (

    select domain, min(source_id) as source_id
    from sources
    where domain <> ''
    group by domain

),

hosted as (

    select
        *,
        regexp_extract(lower(url), '^https?://(?:www\.)?([^/:?#]+)', 1) as host
    from documents

),

final as (

    select
        hosted.* exclude (host),
        outlet_source.source_id is null and domains.source_id is not null as is_source_from_url,
        coalesce(outlet_source.source_id, domains.source_id) as source_id,
        row_number() over (partition by hosted.document_ref order by hosted.ingested_at desc, hosted.document_id desc) = 1 as is_newest
    from hosted
    left join sources as outlet_source on lower(trim(hosted.outlet)) = outlet_source.source_key
    left join domains on hosted.host = domains.domain and coalesce(trim(hosted.outlet), '') = ''

)

select * from final
