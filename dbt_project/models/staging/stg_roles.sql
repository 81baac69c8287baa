with source as (

    select * from {{ source('raw', 'roles') }}

),

final as (

    select
        role_claim_id,
        document_id,
        document_actor_id,
        role,
        organisation,
        country_code,
        status,
        is_generic,
        start_char,
        end_char,
        quote,
        section_kind,
        extractor_version
    from source

)

select * from final
