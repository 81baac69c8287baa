with matches as (

    select * from {{ ref('int_component_matches') }}

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
        'the higher number is a sum, and the other account gives its parts one by one' as reason,
        part_claims as claim_ids_a,
        sum_claims as claim_ids_b,
        'figure_scope.1' as rule_version
    from grouped

)

select * from final
