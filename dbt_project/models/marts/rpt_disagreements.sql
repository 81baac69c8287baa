with disagreements as (

    select * from {{ ref('fct_disagreements') }}

),

sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

events as (

    select * from {{ ref('fct_events') }}

),

flat as (

    select
        disagreement_id,
        side,
        min_by(value, not is_first_telling) as value,
        min_by(
            case
                when disagreements.aspect = 'figure' and value is not null then {{ number_text('value') }}
                when disagreements.aspect in ('figure', 'date') then {{ bi_text('quote') }}
                else {{ bi_text('coalesce(label, quote)') }}
            end,
            not is_first_telling
        ) as label,
        min_by({{ bi_text('quote') }}, not is_first_telling) as quote,
        string_agg(distinct {{ bi_text('source_name') }}, ', ' order by {{ bi_text('source_name') }}) as outlets,
        string_agg(distinct {{ bi_text('attributed_to') }}, ', ' order by {{ bi_text('attributed_to') }}) as speakers,
        min(published_earliest)::date as published_on,
        count(distinct document_id) as documents_count
    from sides
    inner join disagreements using (disagreement_id)
    group by disagreement_id, side

),

final as (

    select
        disagreements.disagreement_id,
        disagreements.event_id,
        {{ bi_text('events.title') }} as event_title,
        events.event_type,
        {{ bi_text('events.place') }} as event_place,
        events.country_code as event_country_code,
        events.happened_earliest::date as event_day,
        (events.happened_latest - interval 1 microsecond)::date as event_last_day,
        disagreements.aspect,
        disagreements.measure,
        {{ bi_text('disagreements.counted') }} as counted,
        a.value as value_a,
        b.value as value_b,
        -- "The government" did it and "the government" denies it: where both sides bear one label, their words tell them apart.
        case when a.label = b.label then a.quote else a.label end as label_a,
        case when a.label = b.label then b.quote else b.label end as label_b,
        a.quote as quote_a,
        b.quote as quote_b,
        a.outlets as outlets_a,
        b.outlets as outlets_b,
        a.speakers as speakers_a,
        b.speakers as speakers_b,
        a.published_on as published_on_a,
        b.published_on as published_on_b,
        a.documents_count as documents_count_a,
        b.documents_count as documents_count_b,
        disagreements.type,
        disagreements.class,
        disagreements.is_within_document,
        disagreements.origins_count,
        {{ bi_text('disagreements.explanation') }} as explanation,
        disagreements.rule_version,
        disagreements.status,
        disagreements.verdict,
        disagreements.judged_type,
        disagreements.judged_class,
        {{ bi_text('disagreements.judged_by') }} as judged_by,
        disagreements.judged_at,
        {{ bi_text('disagreements.judgement_note') }} as judgement_note,
        disagreements.first_seen_at,
        disagreements.last_seen_at
    from disagreements
    inner join flat as a on disagreements.disagreement_id = a.disagreement_id and a.side = 'a'
    inner join flat as b on disagreements.disagreement_id = b.disagreement_id and b.side = 'b'
    left join events using (event_id)

)

select * from final
