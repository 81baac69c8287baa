with figures as (

    select * from {{ ref('int_figure_claims') }}

),

figure_groups as (

    select * from {{ ref('int_figure_groups') }}

),

counted_classes as (

    select * from {{ ref('stg_counted_classes') }}

),

-- The total that a report opens with, and those of the speakers that it names.
totals as (

    select *
    from figures
    where is_witness
        and (is_opening or voice[1] <> '#')
        and wording <> 'vague'
        -- "68 of them children" stands with its whole.
        and coalesce(figure_role, 'total') = 'total'

),

-- What a document gives for a class and all wider ones, at its top or by a named speaker.
wholes as (

    select
        figures.event_id,
        figures.document_id,
        figures.measure,
        classes.counted_class as part_class,
        figures.counted,
        figures.number,
        case when not figures.is_at_top then figures.voice end as voice
    from figures
    inner join counted_classes as classes on figures.counted = classes.ancestor_class
    where figures.is_at_top or figures.voice[1] <> '#'

),

compared as (

    select
        part.event_id,
        part.measure,
        part.unit,
        part.counted as part_counted,
        whole.counted as whole_counted,
        part.number as part_number,
        whole.number as whole_number,
        part.document_id as part_document_id,
        whole.document_id as whole_document_id,
        part.voice as part_voice,
        whole.voice as whole_voice,
        whole.is_opening as is_whole_opening,
        part.number > whole.number as is_larger
    from totals as part
    inner join counted_classes as classes on part.counted = classes.counted_class and classes.distance > 0
    inner join totals as whole
        on part.event_id = whole.event_id
        and part.measure = whole.measure
        and part.unit is not distinct from whole.unit
        and whole.counted = classes.ancestor_class
        and part.number <> whole.number
        and part.document_id <> whole.document_id
    where case
            -- Beyond this a whole is another matter than the part: the day's dead beside one house's.
            when part.number < whole.number then part.is_opening and whole.is_opening and whole.number <= 5 * part.number
            -- Nor is a part of more than three times the whole one of it: they tell of two events.
            when part.is_opening and whole.is_opening then part.number <= 3 * whole.number
            else (part.is_opening or whole.is_opening) and part.number <= 2 * whole.number
        end
        -- A part that is counted later may be larger than the whole that was counted before.
        and (part.number < whole.number or not coalesce(part.published_earliest >= whole.published_latest, false))
        -- Two reports of different days' news may tell of two events.
        and coalesce(
            part.day_earliest < whole.day_latest + interval 1 day and whole.day_earliest < part.day_latest + interval 1 day,
            true
        )

),

-- The part's account gives a whole of its own, or the whole's account one that holds the part.
with_a_whole as (

    select distinct compared.*
    from compared
    inner join wholes
        on compared.event_id = wholes.event_id
        and compared.measure = wholes.measure
        and compared.part_counted = wholes.part_class
        and wholes.number >= compared.part_number
        and (wholes.voice is null or wholes.voice in (compared.part_voice, compared.whole_voice))
    where (wholes.document_id = compared.part_document_id and wholes.counted <> compared.part_counted)
        or (wholes.document_id = compared.whole_document_id and compared.is_larger and compared.is_whole_opening)

),

alone as (

    select distinct event_id, measure, unit, part_counted, whole_counted, part_number, whole_number
    from (
        select * from compared
        except
        select * from with_a_whole
    )

),

-- Bounds decide: "at least 20 people" leaves room for 22 civilians.
judged as (

    select
        alone.*,
        part.claim_ids as part_claims,
        whole.claim_ids as whole_claims,
        part.low > whole.high as is_excluded
    from alone
    inner join figure_groups as part
        on alone.event_id = part.event_id
        and alone.measure = part.measure
        and alone.unit is not distinct from part.unit
        and alone.part_counted = part.counted
        and alone.part_number = part.number
    inner join figure_groups as whole
        on alone.event_id = whole.event_id
        and alone.measure = whole.measure
        and alone.unit is not distinct from whole.unit
        and alone.whole_counted = whole.counted
        and alone.whole_number = whole.number

),

-- Of several classes the widest tells it.
told as (

    select *
    from judged
    where is_excluded or part_number < whole_number
    qualify row_number() over (
        partition by event_id, measure, unit, least(part_number, whole_number), greatest(part_number, whole_number)
        order by whole_counted = 'person' desc, whole_counted, part_counted
    ) = 1

),

final as (

    select
        event_id,
        'figure' as aspect,
        measure,
        whole_counted as counted,
        whole_counted as counted_key,
        concat_ws(' ', least(part_number, whole_number)::varchar, unit) as key_a,
        concat_ws(' ', greatest(part_number, whole_number)::varchar, unit) as key_b,
        'figure_subset' as type,
        case when is_excluded then 'conflict' else 'explained' end as class,
        case
            when is_excluded then part_counted || ' is counted among ' || whole_counted || ', and the part is larger than the whole'
            else part_counted || ' is counted among ' || whole_counted || ', and one account gives that part alone'
        end as reason,
        case when part_number < whole_number then part_claims else whole_claims end as claim_ids_a,
        case when part_number < whole_number then whole_claims else part_claims end as claim_ids_b,
        'figure_subset.2' as rule_version
    from told

)

select * from final
