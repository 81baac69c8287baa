{#- A view, so that the published file holds what was appended after this build: the change feed is the one thing that a build leaves
    behind. -#}
{{ config(materialized='view') }}

with changes as (

    select * from {{ ref('stg_disagreement_changes') }}

),

compared as (

    select
        *,
        lag(status) over (partition by disagreement_id order by change_number) as previous_status
    from changes

),

final as (

    select
        disagreement_id,
        change_number,
        changed_at,
        case
            when previous_status is null then 'new'
            when status <> 'open' and previous_status = 'open' then 'closed'
            when status in ('superseded', 'gone') and not is_standing then 'closed'
            else 'changed'
        end as change,
        status,
        previous_status,
        is_standing,
        event_id,
        aspect,
        measure,
        type,
        class,
        rule_version,
        verdict,
        judged_type,
        judged_class,
        label_a,
        label_b,
        reason
    from compared

)

select * from final
