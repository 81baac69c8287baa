with source as (

    select * from {{ source('raw', 'actors') }}

),

final as (

    select
        actor_id,
        name,
        kind,
        country_code,
        wikidata_id
    from source

)

select * from final
