{%- set classes = ['conflict', 'explained', 'framing', 'unresolved'] -%}

with judgements as (

    select
        lower(trim(verdict)) as verdict,
        nullif(lower(trim(judged_class)), '') as judged_class,
        nullif(lower(trim(judged_type)), '') as judged_type,
        nullif(trim(note), '') as note,
        nullif(trim(judged_by), '') as judged_by,
        judged_at as given_time,
        try_cast(judged_at as timestamp) as judged_at,
        nullif(trim(aspect), '') as aspect,
        nullif(trim(measure), '') as measure,
        nullif(document_ref_a, '') as document_ref_a,
        nullif(quote_a, '') as quote_a,
        nullif(document_ref_b, '') as document_ref_b,
        nullif(quote_b, '') as quote_b,
        nullif(trim(disagreement_id), '') as judged_disagreement_id,
        nullif(trim(claim_id_a), '') as judged_claim_id_a,
        nullif(trim(claim_id_b), '') as judged_claim_id_b
    from {{ ref('stg_judgements') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

disagreements as (

    select * from {{ ref('int_disagreements') }}

),

sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

-- A line that was pasted twice is one judgement.
identified as (

    select distinct
        {{ content_id('jdg', [
            'verdict', 'judged_class', 'judged_type', 'note', 'judged_by', 'given_time', 'aspect', 'measure', 'document_ref_a', 'quote_a',
            'document_ref_b', 'quote_b', 'judged_disagreement_id',
        ]) }} as judgement_id,
        * exclude (given_time),
        case
            when verdict is null or verdict not in ('accept', 'reject', 'reclassify') then 'the verdict is not accept, reject or reclassify'
            when judged_at is null then 'when is not a time'
            when document_ref_a is null or quote_a is null or document_ref_b is null or quote_b is null
                then 'a side has no document or no quote'
            when aspect is null then 'the aspect is missing'
            when verdict = 'reclassify' and judged_class is null and judged_type is null then 'it names neither a class nor a type'
            when judged_class is not null
                and judged_class not in ('{{ classes | join("', '") }}')
                then 'the class is none of {{ classes | join(", ") }}'
        end as flaw
    from judgements

),

judged_sides as (

    select judgement_id, 'a' as side, aspect, measure, document_ref_a as document_ref, quote_a as quote, judged_disagreement_id
    from identified
    where flaw is null
    union all
    select judgement_id, 'b' as side, aspect, measure, document_ref_b, quote_b, judged_disagreement_id
    from identified
    where flaw is null

),

held as (

    select
        sides.disagreement_id,
        sides.side,
        disagreements.aspect,
        disagreements.measure,
        documents.document_ref,
        sides.quote
    from sides
    inner join disagreements using (disagreement_id)
    inner join documents using (document_id)
    where documents.document_ref in (select document_ref from judged_sides)

),

-- Newer rules may read a word more or less of the same passage: whole words that hold the other quote will do.
hits as (

    select
        judged_sides.judgement_id,
        judged_sides.side as judged_side,
        held.disagreement_id,
        held.side,
        bool_or(held.quote = judged_sides.quote) as is_exact,
        bool_or(held.disagreement_id = judged_sides.judged_disagreement_id) as is_same_id
    from judged_sides
    inner join held
        on judged_sides.document_ref = held.document_ref
        and judged_sides.aspect = held.aspect
        and judged_sides.measure is not distinct from held.measure
    where held.quote = judged_sides.quote
        or contains(' ' || held.quote || ' ', ' ' || judged_sides.quote || ' ')
        or contains(' ' || judged_sides.quote || ' ', ' ' || held.quote || ' ')
    group by all

),

-- Which side is `a` follows from the values, so that either way round will do.
matched as (

    select a.judgement_id, a.disagreement_id
    from hits as a
    inner join hits as b
        on a.judgement_id = b.judgement_id
        and a.disagreement_id = b.disagreement_id
        and a.judged_side = 'a'
        and b.judged_side = 'b'
        and a.side <> b.side
    qualify row_number() over (
        partition by a.judgement_id
        order by a.is_same_id desc, a.is_exact::integer + b.is_exact::integer desc, a.disagreement_id
    ) = 1

),

quotations as (

    select
        judged_sides.judgement_id,
        bool_and(contains(coalesce(documents.text, ''), judged_sides.quote)) as are_there
    from judged_sides
    left join documents on judged_sides.document_ref = documents.document_ref and documents.is_newest
    group by judged_sides.judgement_id

),

placed as (

    select
        identified.*,
        matched.disagreement_id,
        coalesce(quotations.are_there, false) as are_quotes_there,
        matched.disagreement_id is not null
        and row_number() over (
            partition by matched.disagreement_id
            order by identified.judged_at desc, identified.judgement_id desc
        ) = 1 as is_last
    from identified
    left join matched using (judgement_id)
    left join quotations using (judgement_id)

),

final as (

    select
        * exclude (flaw, are_quotes_there, is_last),
        case
            when flaw is not null then 'invalid'
            when disagreement_id is null then 'orphaned'
            when is_last then 'standing'
            else 'replaced'
        end as state,
        case
            when flaw is not null then flaw
            when disagreement_id is null and not are_quotes_there then 'a quotation is gone from the newest text of its document'
            when disagreement_id is null then 'both quotations are there, and the rules no longer find them to disagree'
            when not is_last then 'a later judgement of the same disagreement counts'
        end as reason
    from placed

)

select * from final
