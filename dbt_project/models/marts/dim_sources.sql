with sources as (

    select * from {{ ref('int_sources') }}

),

final as (

    select source_id, name, kind, country_code, domain
    from sources

)

select * from final
