with places as (

    select * from {{ ref('stg_places') }}

),

final as (

    select place_id, name, country_code, parent_place_id, precision, latitude, longitude
    from places

)

select * from final
