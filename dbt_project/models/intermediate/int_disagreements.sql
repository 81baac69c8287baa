{#- In order of precedence: where several rules claim one pair, the first explains it best. Sums come before plain numbers, an update
    before rounding, and every explanation before the conflict that it explains away. -#}
{%- set types = [
    'figure_component', 'figure_scope', 'figure_unit', 'figure_update', 'figure_rounding', 'figure_vague', 'figure_bound', 'figure_value',
    'figure_subset', 'date_disjoint', 'date_unanchored', 'date_precision', 'date_role', 'place_precision', 'place', 'role',
    'denial', 'modality', 'attribution', 'quote_wording', 'responsibility', 'actor_detail', 'victims', 'cause', 'cause_detail', 'terminology',
] -%}

with found as (

    {% for type in types -%}
    select *, {{ loop.index }} as precedence from {{ ref('int_disagreement__' ~ type) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

sums as (

    select *
    from found
    where type in ('figure_component', 'figure_scope')

),

-- A sum is told once, whatever class its numbers are counted under elsewhere. Joined by equality first: a left join with a condition over
-- lists would hold every row against every sum.
told_by_a_sum as (

    select distinct found.event_id, found.measure, found.precedence, found.claim_ids_a, found.claim_ids_b
    from found
    inner join sums
        on found.event_id = sums.event_id
        and found.measure = sums.measure
        and found.key_a = sums.key_a
        and found.key_b = sums.key_b
        and found.precedence > sums.precedence
    where list_has_any(found.claim_ids_a, sums.claim_ids_a) or list_has_any(found.claim_ids_b, sums.claim_ids_b)

),

not_told_by_a_sum as (

    select found.*
    from found
    left join told_by_a_sum using (event_id, measure, precedence, claim_ids_a, claim_ids_b)
    where told_by_a_sum.event_id is null

),

identified as (

    select
        {{ content_id('dis', ['event_id', 'aspect', 'measure', 'counted_key', 'key_a', 'key_b']) }} as disagreement_id,
        *
    from not_told_by_a_sum

),

told_once as (

    select * exclude (precedence)
    from identified
    qualify row_number() over (partition by disagreement_id order by precedence) = 1

),

claims as (

    select * from {{ ref('int_claims') }}

),

figure_sides as (

    select disagreement_id, unnest(claim_ids_a) as claim_id, 'a' as side from told_once where aspect = 'figure'
    union all
    select disagreement_id, unnest(claim_ids_b) as claim_id, 'b' as side from told_once where aspect = 'figure'

),

-- A side of a figure holds one number: neither several, nor none.
numbers as (

    select
        figure_sides.disagreement_id,
        figure_sides.side,
        count(distinct claims.number) = 1 and count(claims.number) = count(*) as is_one
    from figure_sides
    inner join claims using (claim_id)
    group by figure_sides.disagreement_id, figure_sides.side

),

not_one_number as (

    select disagreement_id
    from numbers
    group by disagreement_id
    having not bool_and(is_one)

),

-- A row that is no pair of values is set aside with its reason: it must not keep the others from being published.
final as (

    select
        told_once.*,
        case
            when coalesce(len(told_once.claim_ids_a), 0) = 0 or coalesce(len(told_once.claim_ids_b), 0) = 0 then 'a side holds no claim'
            when list_has_any(told_once.claim_ids_a, told_once.claim_ids_b) then 'one claim stands on both sides'
            when not_one_number.disagreement_id is not null then 'a side holds several numbers or none'
        end as flaw
    from told_once
    left join not_one_number using (disagreement_id)

)

select * from final
