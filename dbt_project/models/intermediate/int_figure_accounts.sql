with figures as (

    select * from {{ ref('int_figure_claims') }}

),

-- "At least 20", further on "20": one voice means the wider of its own words.
given as (

    select
        event_id,
        document_id,
        voice,
        measure,
        counted,
        unit,
        number,
        case
            when bool_or(wording = 'bound') then 'bound'
            when bool_or(wording = 'about') then 'about'
            when bool_or(wording = 'exact') then 'exact'
            else 'vague'
        end as wording,
        case when not bool_or(value_low is null and wording = 'bound') then min(value_low) end as low,
        case when not bool_or(value_high is null and wording in ('bound', 'vague')) then max(value_high) end as high,
        bool_or(is_witness) as is_witness,
        bool_or(is_opening) as is_opening,
        bool_or(is_at_top) as is_at_top,
        bool_or(is_bare_headline) as is_bare_headline,
        bool_or(section_kind = 'lead') as is_in_lead,
        -- Who passed on another's words is one voice with him, but what that one says later is no revision of his own.
        min(origin_id) filter (where origin_basis is distinct from 'copy') as origin_id,
        any_value(published_earliest) as published_earliest,
        any_value(published_latest) as published_latest,
        any_value(day_earliest) as day_earliest,
        any_value(day_latest) as day_latest,
        min(start_char) as start_char
    from figures
    group by event_id, document_id, voice, measure, counted, unit, number

),

final as (

    select
        * exclude (low, high),
        -- NULL bounds are open.
        coalesce(low, case when wording = 'exact' then number else '-infinity'::double end) as low,
        coalesce(high, case when wording = 'exact' then number else 'infinity'::double end) as high,
        -- "A monitoring group said" in the lead is often who is named below.
        voice[1] <> '#' and not (is_at_top and regexp_matches(voice, '^an? ')) as is_named,
        list(number) over (partition by event_id, document_id, measure, counted, unit) as document_numbers
    from given

)

select * from final
