with claims as (

    select * from {{ ref('int_claims') }}

),

counted_classes as (

    select * from {{ ref('stg_counted_classes') }}

),

victims as (

    select
        *,
        topic as harm,
        counted_class in (select counted_class from counted_classes where ancestor_class = 'combatant') as is_armed,
        counted_class in (select counted_class from counted_classes where ancestor_class in ('civilian', 'child')) as is_civilian
    from claims
    where aspect = 'actor' and measure = 'victims' and is_comparable and value > 1

),

-- The same count, since the same number: who was counted is all that differs. An account that calls them both says no less.
accounts as (

    select *, list(counted_class) over (partition by event_id, document_id, harm, value) as given
    from victims

),

compared as (

    select
        a.event_id,
        a.harm,
        a.value,
        a.counted_class as class_1,
        b.counted_class as class_2,
        (a.is_armed and b.is_civilian) or (a.is_civilian and b.is_armed) as is_conflict,
        a.claim_id as claim_id_1,
        b.claim_id as claim_id_2
    from accounts as a
    inner join accounts as b
        on a.event_id = b.event_id
        and a.harm = b.harm
        and a.value = b.value
        and a.document_id <> b.document_id
        and a.counted_class < b.counted_class
    where not list_contains(a.given, b.counted_class)
        and not list_contains(b.given, a.counted_class)
        and (
            (a.is_armed and b.is_civilian)
            or (a.is_civilian and b.is_armed)
            or ('person' in (a.counted_class, b.counted_class) and (a.is_civilian or b.is_civilian or a.is_armed or b.is_armed))
        )

),

final as (

    select
        event_id,
        'actor' as aspect,
        'victims' as measure,
        harm as counted,
        concat_ws(' ', harm, value::varchar) as counted_key,
        class_1 as key_a,
        class_2 as key_b,
        'victims' as type,
        case when is_conflict then 'conflict' else 'explained' end as class,
        case
            when is_conflict then 'one count is told of civilians and of fighters'
            else 'one account says more closely than the other who they were'
        end as reason,
        list(distinct claim_id_1 order by claim_id_1) as claim_ids_a,
        list(distinct claim_id_2 order by claim_id_2) as claim_ids_b,
        'victims.1' as rule_version
    from compared
    group by event_id, harm, value, class_1, class_2, is_conflict

)

select * from final
