with claims as (

    select * from {{ ref('int_claims') }}

),

sum_parts as (

    select * from {{ ref('int_sum_parts') }}

),

-- A count that stands for its whole: not a movement, not a sum that we made or a part of one, not a share of one in the same class.
standing as (

    select *
    from claims
    where aspect = 'figure'
        and is_comparable
        and not is_derived
        -- "Four of them children" is a share of the dead, and the whole of the children.
        and (coalesce(figure_role, 'total') = 'total' or (figure_role = 'subset' and counted_class not in ('person', 'civilian')))
        and coalesce(accumulation, 'incident') <> 'cumulative'
        and number is not null
        and claim_id not in (select part_claim_id from sum_parts)

),

-- What "other" counts is too mixed to compare.
compared as (

    select
        *,
        case
            when counted_class is not null then counted_class
            -- "43 deaths", "22 injuries": what is killed or hurt, and is nothing else by name, is people.
            when measure in ('killed', 'injured', 'casualties', 'missing', 'captured', 'displaced', 'evacuated') then 'person'
            else coalesce(topic, 'unspecified')
        end as counted
    from standing
    where measure is not null and measure <> 'other'

),

worded as (

    select
        *,
        case
            when value is null then 'vague'
            when qualifier is null or qualifier = 'exact' then 'exact'
            when qualifier = 'about' then 'about'
            else 'bound'
        end as wording
    from compared

),

-- A voice that gives several numbers for one thing is no witness for any of them against another account.
voices as (

    select document_id, voice, event_id, measure, counted, unit, count(distinct number) = 1 as is_sole_number
    from worded
    group by all

),

final as (

    select worded.*, voices.is_sole_number
    from worded
    inner join voices
        on worded.document_id = voices.document_id
        and worded.voice = voices.voice
        and worded.event_id = voices.event_id
        and worded.measure = voices.measure
        and worded.counted = voices.counted
        and worded.unit is not distinct from voices.unit

)

select * from final
