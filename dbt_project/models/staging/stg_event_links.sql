with source as (

    select * from {{ source('raw', 'event_links') }}

),

final as (

    select
        event_id,
        document_id_a,
        document_id_b,
        score,
        features
    from source

)

select * from final
