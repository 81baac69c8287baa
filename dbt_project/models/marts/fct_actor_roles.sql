with roles as (

    select * from {{ ref('stg_roles') }}

),

actor_links as (

    select * from {{ ref('stg_actor_links') }}

),

final as (

    select
        roles.role_claim_id,
        actor_links.actor_id,
        roles.role,
        roles.organisation,
        roles.country_code,
        roles.status,
        roles.is_generic,
        roles.document_id,
        roles.section_kind,
        roles.start_char,
        roles.end_char,
        roles.quote,
        roles.extractor_version
    from roles
    left join actor_links using (document_actor_id)

)

select * from final
