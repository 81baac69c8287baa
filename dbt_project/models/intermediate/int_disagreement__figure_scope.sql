with matches as (

    select * from {{ ref('int_component_matches') }}

),

pairs as (

    select * from {{ ref('int_figure_pairs') }}

),

part_with_rest as (

    select *
    from matches
    where is_rest_given or is_sum_given

),

grouped as (

    select
        event_id,
        measure,
        part_number,
        sum_number,
        unit,
        min_by(sum_counted, (sum_class_depth, sum_counted)) as counted,
        list(distinct claim_id order by claim_id) as part_claims,
        list(distinct sum_claim_id order by sum_claim_id) as sum_claims
    from part_with_rest
    group by event_id, measure, part_number, sum_number, unit

),

added as (

    select *
    from pairs
    where is_addend and is_told_apart

),

told as (

    select
        event_id,
        measure,
        counted,
        unit,
        part_number,
        sum_number,
        part_claims,
        sum_claims,
        'the higher number is a sum, and the other account gives its parts one by one' as reason
    from grouped

    union all

    select
        event_id,
        measure,
        counted,
        unit,
        number_a,
        number_b,
        claim_ids_a,
        claim_ids_b,
        'an account adds another number to the lower one, and together they make the higher'
    from added

),

final as (

    select
        event_id,
        'figure' as aspect,
        measure,
        counted,
        counted as counted_key,
        concat_ws(' ', part_number::varchar, unit) as key_a,
        concat_ws(' ', sum_number::varchar, unit) as key_b,
        'figure_scope' as type,
        'explained' as class,
        reason,
        part_claims as claim_ids_a,
        sum_claims as claim_ids_b,
        'figure_scope.3' as rule_version
    from told

)

select * from final
