with disagreements as (

    select * from {{ ref('int_disagreements') }}

),

sides as (

    select * from {{ ref('int_disagreement_sides') }}

),

states as (

    select * from {{ ref('int_disagreement_states') }}

),

spans as (

    select
        disagreement_id,
        count(distinct origin_id) as origins_count,
        max(ingested_at) as last_seen_at
    from sides
    group by disagreement_id

),

-- A disagreement exists from when both sides were there.
side_starts as (

    select disagreement_id, side, min(ingested_at) as started_at
    from sides
    group by disagreement_id, side

),

first_seen as (

    select disagreement_id, max(started_at) as first_seen_at
    from side_starts
    group by disagreement_id

),

within_document as (

    select distinct a.disagreement_id
    from sides as a
    inner join sides as b
        on a.disagreement_id = b.disagreement_id
        and a.document_id = b.document_id
        and a.side = 'a'
        and b.side = 'b'

),

-- How a side's value is named: a number with its bound and measure, else the words themselves.
named as (

    select
        disagreement_id,
        side,
        case
            when disagreements.aspect = 'figure' and value is null then '"' || {{ bi_text('quote') }} || '" ' || sides.measure
            when disagreements.aspect = 'figure'
                then coalesce(
                    case qualifier
                        when 'about' then 'about '
                        when 'at_least' then 'at least '
                        when 'at_most' then 'at most '
                        when 'more_than' then 'more than '
                        when 'fewer_than' then 'fewer than '
                    end,
                    ''
                ) || {{ number_text('value') }} || ' ' || sides.measure || case when is_derived then ' (a sum)' else '' end
            else '"' || {{ bi_text('quote') }} || '"'
        end as said
    from sides
    inner join disagreements using (disagreement_id)
    where is_first_telling

),

-- An outlet speaks for itself where it does so once; else it cites. Unnamed outlets are told apart by their documents.
outlets as (

    select
        disagreement_id,
        side,
        coalesce(source_name, 'an unnamed outlet') as outlet,
        case when not bool_or(attributed_to is null) then min(attributed_to) end as cited
    from sides
    group by disagreement_id, side, coalesce(source_id, document_id), source_name

),

-- Two names are enough for a sentence; the rest is in the sides.
voiced as (

    select
        disagreement_id,
        side,
        array_to_string(
            list({{ bi_text("outlet || coalesce(', citing ' || cited, '')") }} order by outlet = 'an unnamed outlet', outlet, cited)[:2],
            ' and '
        ) || case when count(*) > 2 then ' and ' || (count(*) - 2) || ' more' else '' end as speakers
    from outlets
    group by disagreement_id, side

),

sentences as (

    select
        named.disagreement_id,
        string_agg(named.said || ' according to ' || voiced.speakers, '; ' order by named.side) as who_says_what
    from named
    inner join voiced using (disagreement_id, side)
    group by named.disagreement_id

),

final as (

    select
        disagreements.disagreement_id,
        disagreements.event_id,
        disagreements.aspect,
        disagreements.measure,
        disagreements.counted,
        disagreements.type,
        disagreements.class,
        within_document.disagreement_id is not null as is_within_document,
        spans.origins_count,
        sentences.who_says_what || ': ' || disagreements.reason || '.' as explanation,
        disagreements.rule_version,
        states.status,
        states.verdict,
        states.judged_type,
        states.judged_class,
        states.judged_by,
        states.judged_at,
        states.judgement_note,
        first_seen.first_seen_at,
        spans.last_seen_at
    from disagreements
    inner join spans using (disagreement_id)
    inner join first_seen using (disagreement_id)
    inner join sentences using (disagreement_id)
    inner join states using (disagreement_id)
    left join within_document using (disagreement_id)

)

select * from final
