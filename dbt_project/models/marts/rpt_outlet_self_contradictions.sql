with sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

disagreements as (

    select * from {{ ref('fct_disagreements') }}

),

documents as (

    select * from {{ ref('dim_documents') }}

),

sources as (

    select * from {{ ref('dim_sources') }}

),

printed as (

    select source_id, count(*) as documents_count
    from documents
    where source_id is not null and is_newest
    group by source_id

),

held as (

    select
        disagreement_id,
        source_id,
        list(distinct document_id) filter (where side = 'a') as documents_a,
        list(distinct document_id) filter (where side = 'b') as documents_b
    from sides
    where source_id is not null
    group by disagreement_id, source_id

),

-- The outlet holds both sides, in one report or in several.
own as (

    select
        held.disagreement_id,
        held.source_id,
        disagreements.aspect,
        list_has_any(held.documents_a, held.documents_b) as is_in_one_report,
        disagreements.status,
        coalesce(disagreements.judged_class, disagreements.class) as class
    from held
    inner join disagreements using (disagreement_id)
    where held.documents_a is not null and held.documents_b is not null and disagreements.verdict is distinct from 'reject'

),

final as (

    select
        own.source_id,
        own.aspect,
        {{ bi_text('any_value(sources.name)') }} as outlet,
        any_value(printed.documents_count) as documents_count,
        count(*) as disagreements_count,
        count(*) filter (where own.class = 'conflict') as conflicts_count,
        count(*) filter (where own.class = 'conflict' and own.is_in_one_report) as conflicts_in_one_report_count,
        count(*) filter (where own.class = 'explained') as explained_count,
        count(*) filter (where own.status in ('converged', 'superseded')) as revised_count
    from own
    inner join sources using (source_id)
    left join printed using (source_id)
    group by own.source_id, own.aspect

)

select * from final
