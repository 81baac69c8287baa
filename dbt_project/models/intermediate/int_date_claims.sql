with claims as (

    select * from {{ ref('int_claims') }}

),

event_mentions as (

    select * from {{ ref('int_event_mentions') }}

),

-- A duration says how long, not when. A year alone is background more often than the event's date. A date that rests on the feed's stamp
-- is not what the text says, and the stamps are often wrong.
dates as (

    select
        claims.*,
        event_mentions.event_type,
        -- What a report puts first, or tells of an act before that: the rest is background, and often of other acts.
        (event_mentions.is_primary and claims.section_kind in ('headline', 'deck', 'lead'))
        or coalesce(event_mentions.relation = 'previous', false) as is_of_the_news,
        coalesce(
            label,
            strftime(time_earliest, '%Y-%m-%dT%H:%M') || '/' || strftime(time_latest, '%Y-%m-%dT%H:%M'),
            lower(claims.quote)
        ) as date_key
    from claims
    inner join event_mentions using (event_mention_id)
    where aspect = 'date'
        and is_comparable
        and coalesce(time_precision, '') not in ('duration', 'year')
        and coalesce(time_basis, 'none') <> 'feed'

),

-- A voice whose own dates of one stage exclude each other is no witness for any of them against another account.
voices as (

    select
        document_id,
        voice,
        event_id,
        measure,
        coalesce(max(time_earliest) < min(time_latest), true) as is_sole_date
    from dates
    group by all

),

final as (

    select dates.*, voices.is_sole_date
    from dates
    inner join voices
        on dates.document_id = voices.document_id
        and dates.voice = voices.voice
        and dates.event_id = voices.event_id
        and dates.measure is not distinct from voices.measure

)

select * from final
