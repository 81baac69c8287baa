with claims as (

    select * from {{ ref('int_claims') }}

),

figures as (

    select * from {{ ref('int_figure_claims') }}

),

dates as (

    select * from {{ ref('int_date_claims') }}

),

valued as (

    select
        claim_id, event_id, aspect, measure, counted, counted as counted_key, unit, number,
        concat_ws(' ', number::varchar, unit) as value_key
    from figures
    union all
    select claim_id, event_id, aspect, measure, null, null, null, null, date_key
    from dates
    union all
    -- Whom an office is given to, which words are quoted, else what the claim counts or is about. Of words the value is who said them:
    -- two outlets that quote two sentences do not differ. Labels that contradict none ("leader") are no value.
    select
        claim_id,
        event_id,
        aspect,
        measure,
        case when aspect = 'role' then actor_name when measure = 'quotation' then quote else coalesce(counted_class, topic) end,
        case
            when aspect = 'role' then actor_id
            when measure = 'quotation' then trim(regexp_replace(lower(quote), '[^\p{L}\p{N}]+', ' ', 'g'))
            else coalesce(counted_class, topic)
        end,
        unit,
        null,
        case
            when aspect = 'place' then coalesce(place_id, lower(trim(label)))
            when aspect = 'attribution' then coalesce(actor_id, lower(trim(label)))
            else lower(trim(label))
        end
    from claims
    where is_comparable
        and aspect not in ('figure', 'date')
        and not is_generic
        and (trim(label) <> '' or (aspect = 'place' and place_id is not null))

),

final as (

    select
        {{ content_id('val', ['valued.event_id', 'valued.aspect', 'valued.measure', 'valued.counted_key', 'valued.value_key']) }}
            as value_group_id,
        {{ content_id('mat', ['valued.event_id', 'valued.aspect', 'valued.measure', 'valued.counted_key']) }} as matter_id,
        valued.event_id,
        valued.aspect,
        valued.measure,
        valued.counted,
        valued.counted_key,
        valued.unit,
        valued.number,
        valued.value_key,
        valued.claim_id,
        claims.document_id,
        claims.source_id,
        claims.source_name,
        claims.origin_id,
        claims.label,
        claims.attributed_to,
        claims.section_kind,
        claims.published_earliest,
        claims.published_latest,
        claims.ingested_at,
        claims.start_char,
        claims.end_char,
        claims.quote
    from valued
    inner join claims using (claim_id)

)

select * from final
