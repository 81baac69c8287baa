with claims as (

    select * from {{ ref('int_value_group_claims') }}

),

sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

disagreements as (

    select * from {{ ref('fct_disagreements') }}

),

sources as (

    select * from {{ ref('dim_sources') }}

),

given as (

    select
        matter_id,
        any_value(aspect) as aspect,
        any_value(event_id) as event_id,
        source_id,
        list(distinct value_group_id) as value_group_ids,
        list(distinct value_group_id || origin_id) as voices
    from claims
    where source_id is not null
    group by matter_id, source_id

),

-- Both outlets give a value of one matter: the dead of an event, its date, the office of one person in it.
matters as (

    select
        a.source_id as source_id_a,
        b.source_id as source_id_b,
        a.aspect,
        a.matter_id,
        a.event_id,
        list_has_any(a.value_group_ids, b.value_group_ids) as has_same_value,
        list_has_any(a.voices, b.voices) as has_same_origin
    from given as a
    inner join given as b on a.matter_id = b.matter_id and a.source_id < b.source_id

),

compared as (

    select
        source_id_a,
        source_id_b,
        aspect,
        count(distinct event_id) as events_count,
        count(*) as matters_count,
        count(*) filter (where has_same_value) as agreements_count,
        count(*) filter (where has_same_value and has_same_origin) as one_origin_count
    from matters
    group by source_id_a, source_id_b, aspect

),

outlets as (

    select distinct disagreement_id, side, source_id
    from sides
    where source_id is not null

),

-- A disagreement between the two: one holds one side, the other the other.
contrasted as (

    select
        least(a.source_id, b.source_id) as source_id_a,
        greatest(a.source_id, b.source_id) as source_id_b,
        disagreements.aspect,
        count(distinct disagreement_id) filter (
            where coalesce(disagreements.judged_class, disagreements.class) = 'conflict'
        ) as conflicts_count,
        count(distinct disagreement_id) filter (
            where coalesce(disagreements.judged_class, disagreements.class) = 'explained'
        ) as explained_count,
        count(distinct disagreement_id) as disagreements_count
    from outlets as a
    inner join outlets as b using (disagreement_id)
    inner join disagreements using (disagreement_id)
    where a.side = 'a' and b.side = 'b' and a.source_id <> b.source_id and disagreements.verdict is distinct from 'reject'
    group by 1, 2, 3

),

final as (

    select
        coalesce(compared.source_id_a, contrasted.source_id_a) as source_id_a,
        coalesce(compared.source_id_b, contrasted.source_id_b) as source_id_b,
        coalesce(compared.aspect, contrasted.aspect) as aspect,
        {{ bi_text('a.name') }} as outlet_a,
        {{ bi_text('b.name') }} as outlet_b,
        coalesce(compared.events_count, 0) as events_count,
        coalesce(compared.matters_count, 0) as matters_count,
        coalesce(compared.agreements_count, 0) as agreements_count,
        coalesce(compared.one_origin_count, 0) as one_origin_count,
        coalesce(contrasted.disagreements_count, 0) as disagreements_count,
        coalesce(contrasted.conflicts_count, 0) as conflicts_count,
        coalesce(contrasted.explained_count, 0) as explained_count
    from compared
    full join contrasted
        on compared.source_id_a = contrasted.source_id_a
        and compared.source_id_b = contrasted.source_id_b
        and compared.aspect = contrasted.aspect
    left join sources as a on coalesce(compared.source_id_a, contrasted.source_id_a) = a.source_id
    left join sources as b on coalesce(compared.source_id_b, contrasted.source_id_b) = b.source_id

)

select * from final
