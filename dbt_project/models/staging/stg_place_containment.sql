with source as (

    select * from {{ source('raw', 'place_containment') }}

),

final as (

    select
        place_id,
        ancestor_place_id,
        distance
    from source

)

select * from final
