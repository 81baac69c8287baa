with documents as (

    select * from {{ ref('stg_documents') }}

),

origins as (

    select * from {{ ref('stg_origins') }}

),

outlets as (

    select * from {{ ref('outlets') }}

),

named as (

    select lower(trim(outlet)) as source_key, trim(outlet) as name, 'outlet' as kind from documents
    union all
    select lower(trim(name)), trim(name), 'agency' from origins where kind = 'agency'
    union all
    select lower(trim(name)), trim(name), null from outlets

),

-- A spelling is picked by the alphabet, so that the order of runs does not matter.
known as (

    select source_key, min(name) as name, min(kind) as kind
    from named
    where source_key <> ''
    group by all

),

final as (

    select
        {{ content_id('src', ['known.source_key']) }} as source_id,
        known.source_key,
        coalesce(trim(outlets.name), known.name) as name,
        coalesce(outlets.kind, known.kind) as kind,
        outlets.country_code,
        lower(outlets.domain) as domain
    from known
    left join outlets on lower(trim(outlets.name)) = known.source_key

)

select * from final
