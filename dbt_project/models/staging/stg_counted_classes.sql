with source as (

    select * from {{ source('raw', 'counted_classes') }}

),

final as (

    select
        counted_class,
        ancestor_class,
        distance
    from source

)

select * from final
