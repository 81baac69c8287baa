with source as (

    select * from {{ source('raw', 'origins') }}

),

final as (

    select
        origin_id,
        kind,
        name
    from source

)

select * from final
