with claims as (

    select * from {{ ref('int_claims') }}

),

-- "leader", "official": true of many offices at once, so they contradict none.
offices as (

    select *, lower(trim(label)) as office
    from claims
    where aspect = 'role'
        and is_comparable
        and not is_generic
        and actor_id is not null
        and trim(label) <> ''

),

held as (

    select
        event_id,
        actor_id,
        min(actor_name) as actor_name,
        office,
        bool_and(coalesce(qualifier, 'present') = 'former') as is_former,
        list(claim_id order by claim_id) as claim_ids
    from offices
    group by event_id, actor_id, office

),

pairs as (

    select
        a.event_id,
        a.actor_id,
        a.actor_name,
        a.office as office_a,
        b.office as office_b,
        a.is_former as is_former_a,
        b.is_former as is_former_b,
        a.claim_ids as claim_ids_a,
        b.claim_ids as claim_ids_b
    from held as a
    inner join held as b
        on a.event_id = b.event_id
        and a.actor_id = b.actor_id
        and a.office < b.office

),

-- "minister" beside "defence minister": one says less, not otherwise.
not_more_specific as (

    select *
    from pairs
    where not list_has_all(string_split(office_a, ' '), string_split(office_b, ' '))
        and not list_has_all(string_split(office_b, ' '), string_split(office_a, ' '))

),

-- "president and party leader": one breath gives both, so both are held at once.
held_together as (

    select distinct a.event_id, a.actor_id, least(a.office, b.office) as office_a, greatest(a.office, b.office) as office_b
    from offices as a
    inner join offices as b
        on a.document_id = b.document_id
        and a.event_id = b.event_id
        and a.actor_id = b.actor_id
        and a.section_kind = b.section_kind
        and a.office <> b.office
        and b.start_char - a.end_char between 0 and 40

),

not_held_together as (

    select not_more_specific.*
    from not_more_specific
    left join held_together using (event_id, actor_id, office_a, office_b)
    where held_together.event_id is null

),

-- Anyone may have left several offices.
at_least_one_present as (

    select *
    from not_held_together
    where not (is_former_a and is_former_b)

),

final as (

    select
        event_id,
        'role' as aspect,
        null::varchar as measure,
        actor_name as counted,
        actor_id as counted_key,
        office_a as key_a,
        office_b as key_b,
        'role' as type,
        case when is_former_a or is_former_b then 'explained' else 'conflict' end as class,
        case
            when is_former_a or is_former_b then actor_name || ' is given two offices, and one is said to be a former one'
            else actor_name || ' is given two offices, and neither is said to be a former one'
        end as reason,
        claim_ids_a,
        claim_ids_b,
        'role.1' as rule_version
    from at_least_one_present

)

select * from final
