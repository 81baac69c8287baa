with origins as (

    select * from {{ ref('stg_origins') }}

),

final as (

    select origin_id, kind, name
    from origins

)

select * from final
