with actors as (

    select * from {{ ref('stg_actors') }}

),

final as (

    select actor_id, name, kind, country_code, wikidata_id
    from actors

)

select * from final
