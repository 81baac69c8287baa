with claims as (

    select * from {{ ref('int_claims') }}

),

-- A duration says how long, not when. A year alone is background more often than the event's date. A date that rests on the feed's stamp
-- is not what the text says, and the stamps are often wrong.
dates as (

    select
        *,
        coalesce(
            label,
            strftime(time_earliest, '%Y-%m-%dT%H:%M') || '/' || strftime(time_latest, '%Y-%m-%dT%H:%M'),
            lower(quote)
        ) as date_key
    from claims
    where aspect = 'date'
        and is_comparable
        and coalesce(time_precision, '') not in ('duration', 'year')
        and coalesce(time_basis, 'none') <> 'feed'

),

-- A voice whose own dates exclude each other is no witness for any of them against another account.
voices as (

    select
        document_id,
        voice,
        event_id,
        coalesce(max(time_earliest) < min(time_latest), true) as is_sole_date
    from dates
    group by all

),

final as (

    select dates.*, voices.is_sole_date
    from dates
    inner join voices using (document_id, voice, event_id)

)

select * from final
