with source as (

    select * from {{ source('raw', 'rejects') }}

),

final as (

    select
        reject_id,
        path,
        line,
        document_ref,
        reason,
        detail,
        rejected_at
    from source

)

select * from final
