with matches as (

    select * from {{ ref('int_component_matches') }}

),

part_alone as (

    select *
    from matches
    where not is_rest_given and not is_sum_given

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
    from part_alone
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
        'figure_component' as type,
        'conflict' as class,
        'the higher number is the sum of counts of which the other account gives only one' as reason,
        part_claims as claim_ids_a,
        sum_claims as claim_ids_b,
        'figure_component.2' as rule_version
    from grouped

)

select * from final
