with mentions as (

    select * from {{ ref('stg_actor_mentions') }}

),

actor_links as (

    select * from {{ ref('stg_actor_links') }}

),

final as (

    select
        actor_links.actor_id,
        trim(regexp_replace(mentions.quote, '\s+', ' ', 'g')) as alias,
        bool_and(mentions.is_weak) as is_weak,
        count(distinct mentions.document_id) as documents_count
    from mentions
    inner join actor_links using (document_actor_id)
    where not regexp_matches(mentions.quote, '^[Tt]he [a-z]+$')  -- "the minister" is no name
    group by all

)

select * from final
