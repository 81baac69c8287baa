with claims as (

    select * from {{ ref('int_claims') }}

),

sum_parts as (

    select * from {{ ref('int_sum_parts') }}

),

counted_classes as (

    select * from {{ ref('stg_counted_classes') }}

),

class_depths as (

    select counted_class, count(*) as depth
    from counted_classes
    group by counted_class

),

figures as (

    select *
    from claims
    where aspect = 'figure'
        and is_comparable
        and measure is not null
        and number is not null
        and coalesce(accumulation, 'incident') <> 'cumulative'

),

parts as (

    select
        sums.event_id,
        sums.measure,
        sums.unit,
        sums.document_id as sum_document_id,
        sums.claim_id as sum_claim_id,
        sums.number as sum_number,
        sums.counted_class as sum_class,
        coalesce(sums.counted_class, sums.topic, 'unspecified') as sum_counted,
        coalesce(class_depths.depth, 0) as sum_class_depth,
        part.claim_id as part_claim_id,
        part.number as part_number,
        part.counted_class as part_class
    from figures as sums
    inner join sum_parts on sums.claim_id = sum_parts.sum_claim_id
    inner join figures as part on sum_parts.part_claim_id = part.claim_id
    left join class_depths on sums.counted_class = class_depths.counted_class
    where sums.is_derived

),

-- A number that stands alone in its account: no sum of ours, no part of one, no share of a stated whole.
standing as (

    select *
    from figures
    where not is_derived
        and coalesce(figure_role, 'total') in ('total', 'component')
        and claim_id not in (select part_claim_id from sum_parts)

),

-- The other account gives the same number for a class that the part, or the sum, may be told as. Where it gives the parts of that sum as
-- well, what else has the number in it is another count, but for a headline, which may give one part alone.
same_number as (

    select parts.*, standing.claim_id, standing.document_id
    from parts
    inner join standing
        on parts.event_id = standing.event_id
        and parts.measure = standing.measure
        and parts.unit is not distinct from standing.unit
        and parts.part_number = standing.number
        and parts.sum_document_id <> standing.document_id
    where (
            standing.voice = '#headline'
            or not exists (
                select 1
                from parts as own
                where own.event_id = parts.event_id
                    and own.measure = parts.measure
                    and own.unit is not distinct from parts.unit
                    and own.sum_number = parts.sum_number
                    and own.sum_document_id = standing.document_id
            )
        )
        and (
            parts.part_class is not distinct from standing.counted_class
            or exists (
                select 1
                from counted_classes as closure
                where (closure.counted_class = parts.part_class and closure.ancestor_class = standing.counted_class)
                    or (closure.counted_class = standing.counted_class and closure.ancestor_class in (parts.part_class, parts.sum_class))
            )
        )

),

-- The parts that the other account would have to give as well.
rest as (

    select
        same_number.sum_claim_id,
        same_number.part_claim_id,
        same_number.claim_id,
        bool_and(given.claim_id is not null) as is_rest_given
    from same_number
    inner join parts
        on same_number.sum_claim_id = parts.sum_claim_id
        and same_number.part_claim_id <> parts.part_claim_id
    left join figures as given
        on same_number.document_id = given.document_id
        and same_number.event_id = given.event_id
        and same_number.measure = given.measure
        and same_number.claim_id <> given.claim_id
        and parts.part_number = given.number
    group by all

),

sums_given as (

    select distinct same_number.sum_claim_id, same_number.claim_id
    from same_number
    inner join figures as given
        on same_number.document_id = given.document_id
        and same_number.event_id = given.event_id
        and same_number.measure = given.measure
        and same_number.sum_number = given.number

),

final as (

    select
        same_number.*,
        coalesce(rest.is_rest_given, false) as is_rest_given,
        sums_given.claim_id is not null as is_sum_given
    from same_number
    left join rest
        on same_number.sum_claim_id = rest.sum_claim_id
        and same_number.part_claim_id = rest.part_claim_id
        and same_number.claim_id = rest.claim_id
    left join sums_given
        on same_number.sum_claim_id = sums_given.sum_claim_id
        and same_number.claim_id = sums_given.claim_id

)

select * from final
