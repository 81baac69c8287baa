with pairs as (

    select * from {{ ref('int_figure_pairs') }}

),

-- Tolls only rise; a higher one that was first told after the lower one was out is the later state of the same count. Where every account
-- of the lower number gives the higher one too, they are two counts.
rising as (

    select *, 'the higher count was told later' as reason, 2 as rank
    from pairs
    where measure in ('killed', 'injured', 'casualties', 'missing', 'captured', 'displaced', 'evacuated')
        and is_lower_told_alone
        and first_told_earliest_b >= first_told_latest_a
        -- One report sets the two against each other: both are held at once.
        and not coalesce(is_between_voices and is_incompatible, false)

),

-- "has risen to 126", "126 … had earlier given a toll of 112": the text itself calls one a state of a running count. Where two
-- reports do, nothing may show that the higher one was told first.
said_to_rise as (

    select *, 'the higher count is told as a later state of the lower one' as reason, 3 as rank
    from pairs
    where (is_said_to_rise_a and is_in_one_document)
        or (is_said_to_rise_b and coalesce(first_told_latest_b > first_told_earliest_a, true))

),

revising as (

    select *, 'the same origin gave another number later' as reason, 1 as rank
    from pairs
    where is_same_origin_revising
        and is_lower_told_alone

),

-- One origin that gives two numbers on one day, or undated, has counted on.
counting as (

    select *, 'one origin gave both numbers, and such counts rise' as reason, 4 as rank
    from pairs
    where measure in ('killed', 'injured', 'casualties', 'missing', 'captured', 'displaced', 'evacuated')
        and is_same_origin_rising
        and is_lower_told_alone

),

told as (

    select * from rising
    union all
    select * from said_to_rise
    union all
    select * from revising
    union all
    select * from counting

),

-- One reason is enough.
explained as (

    select *
    from told
    where not is_same_in_words
    qualify row_number() over (partition by event_id, measure, counted, unit, number_a, number_b order by rank) = 1

),

final as (

    select
        event_id,
        'figure' as aspect,
        measure,
        counted,
        counted as counted_key,
        concat_ws(' ', number_a::varchar, unit) as key_a,
        concat_ws(' ', number_b::varchar, unit) as key_b,
        'figure_update' as type,
        'explained' as class,
        reason,
        claim_ids_a,
        claim_ids_b,
        'figure_update.3' as rule_version
    from explained

)

select * from final
