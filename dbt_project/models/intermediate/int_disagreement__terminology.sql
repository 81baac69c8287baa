with claims as (

    select * from {{ ref('int_claims') }}

),

counted_classes as (

    select * from {{ ref('stg_counted_classes') }}

),

-- Words for one kind of people between which reports choose: who fights without a uniform, and whose trade is military engineering.
kinds as (

    select counted_class, ancestor_class as kind
    from counted_classes
    where ancestor_class in ('fighter', 'military engineer')

),

named as (

    select
        claims.*,
        kinds.kind,
        list(claims.counted_class) over (partition by claims.event_id, claims.document_id, claims.measure, claims.number) as given
    from claims
    inner join kinds using (counted_class)
    where claims.aspect = 'figure'
        and claims.is_comparable
        and not claims.is_derived
        and coalesce(claims.figure_role, 'total') in ('total', 'component')
        and claims.measure <> 'other'
        -- One or two of a kind are found on every side.
        and claims.number > 2

),

-- The same count, since the same number of one event, measure and kind. An account that uses both words chooses neither.
compared as (

    select
        a.event_id,
        a.measure,
        a.number,
        a.counted_class as class_1,
        b.counted_class as class_2,
        a.claim_id as claim_id_1,
        b.claim_id as claim_id_2
    from named as a
    inner join named as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.number = b.number
        and a.kind = b.kind
        and a.document_id <> b.document_id
        and a.counted_class < b.counted_class
    where not list_contains(a.given, b.counted_class)
        and not list_contains(b.given, a.counted_class)

),

final as (

    select
        event_id,
        'term' as aspect,
        measure,
        measure as counted,
        concat_ws(' ', measure, number::varchar) as counted_key,
        class_1 as key_a,
        class_2 as key_b,
        'terminology' as type,
        'explained' as class,
        'one count, and two words for those who are counted' as reason,
        list(distinct claim_id_1 order by claim_id_1) as claim_ids_a,
        list(distinct claim_id_2 order by claim_id_2) as claim_ids_b,
        'terminology.1' as rule_version
    from compared
    group by event_id, measure, number, class_1, class_2

)

select * from final
