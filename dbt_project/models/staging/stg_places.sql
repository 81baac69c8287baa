with source as (

    select * from {{ source('raw', 'places') }}

),

final as (

    select
        place_id,
        name,
        country_code,
        parent_place_id,
        precision,
        latitude,
        longitude
    from source

)

select * from final
