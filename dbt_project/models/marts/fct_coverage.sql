with claims as (

    select * from {{ ref('int_claims') }}

),

sum_parts as (

    select * from {{ ref('int_sum_parts') }}

),

reports as (

    select * from {{ ref('fct_event_reports') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

-- What of an act a date dates is no topic of its own: who dates the act alone is not silent.
told as (

    select
        * replace (case when aspect <> 'date' then measure end as measure),
        case when aspect = 'role' then coalesce(actor_name, topic) else coalesce(counted_class, topic) end as covered_topic,
        -- What a voice may give only one of.
        case
            when aspect = 'figure' and coalesce(figure_role, 'total') = 'total' and claim_id not in (select part_claim_id from sum_parts)
                then number::varchar
            when aspect = 'role' and not is_generic then lower(label)
        end as single_value,
        -- A doubt gives no value of whether it happened.
        coalesce(number::varchar, time_earliest::varchar, time_month::varchar, label) is not null
        and not (aspect = 'certainty' and label = 'hedged') as has_value
    from claims
    where event_id is not null
        and is_reporting
        and (
            (aspect in ('figure', 'date', 'place', 'actor', 'cause', 'role') and realis in ('ACTUAL', 'PLANNED', 'UNKNOWN', 'DENIED'))
            or (aspect = 'certainty' and measure = 'occurrence')
        )

),

topics as (

    select distinct event_id, aspect, measure, covered_topic
    from told

),

-- Who could have told it: the documents that report the event, and those that lead with the same event as one of them.
primaries as (

    select document_id, event_id as primary_event_id
    from reports
    where is_primary

),

audience as (

    select event_id, document_id from reports

    union

    select reports.event_id, others.document_id
    from reports
    inner join primaries on reports.document_id = primaries.document_id
    inner join primaries as others on primaries.primary_event_id = others.primary_event_id

),

given as (

    select
        event_id,
        aspect,
        measure,
        covered_topic,
        document_id,
        case
            when bool_and(realis = 'DENIED') then 'denies'
            when aspect = 'certainty' and bool_or(realis = 'DENIED') then 'ambiguous'
            when not bool_or(has_value) then 'ambiguous'
            when count(distinct single_value) > 1 then 'ambiguous'
            else 'value'
        end as coverage
    from told
    group by event_id, aspect, measure, covered_topic, document_id

),

final as (

    select
        topics.event_id,
        topics.aspect,
        topics.measure,
        topics.covered_topic as topic,
        audience.document_id,
        documents.source_id,
        coalesce(given.coverage, 'silent') as coverage
    from topics
    inner join audience using (event_id)
    inner join documents using (document_id)
    left join given
        on topics.event_id = given.event_id
        and topics.aspect = given.aspect
        and topics.measure is not distinct from given.measure
        and topics.covered_topic is not distinct from given.covered_topic
        and audience.document_id = given.document_id

)

select * from final
