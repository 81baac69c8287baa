with causes as (

    select * from {{ ref('int_causes') }}

),

conflicts as (

    select distinct event_id from {{ ref('int_disagreement__cause') }}

),

-- One account says how it was done in words that leave room for the other's, and leave out what the other tells.
lesser as (

    select
        a.event_id,
        a.label as wide,
        b.label as narrow,
        b.facets as narrow_has,
        len(a.facets) as wide_facets,
        len(b.facets) as narrow_facets
    from causes as a
    inner join causes as b
        on a.event_id = b.event_id
        and a.document_id <> b.document_id
        and b.is_at_top
        and len(b.facets) > len(a.facets)
        and list_has_all(b.facets, a.facets)
        and not list_has_all(a.document_facets, b.facets)
        -- Who bombs from the air has planes: it goes without saying.
        and not (
            len(list_intersect(a.facets, ['air', 'plane'])) > 0
            and list_has_all(list_concat(a.facets, ['air', 'plane']), b.facets)
        )
    where a.event_id not in (select event_id from conflicts)

),

extremes as (

    select distinct event_id, wide, narrow, narrow_has
    from lesser
    qualify row_number() over (
        partition by event_id
        order by wide_facets, narrow_facets desc, wide, narrow
    ) = 1

),

final as (

    select
        extremes.event_id,
        'cause' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        least(wide, narrow) as key_a,
        greatest(wide, narrow) as key_b,
        'cause_detail' as type,
        'explained' as class,
        case
            when wide = 'unknown' then 'one account says that the cause is not known, the other names one'
            else 'one account says more closely than the other how it was done'
        end as reason,
        list(claim_id order by claim_id) filter (where label = least(wide, narrow)) as claim_ids_a,
        list(claim_id order by claim_id) filter (where label = greatest(wide, narrow)) as claim_ids_b,
        'cause_detail.1' as rule_version
    from extremes
    inner join causes on extremes.event_id = causes.event_id 
        and (
            causes.label = extremes.narrow
            or (causes.label = extremes.wide and not list_has_all(causes.document_facets, extremes.narrow_has))
        )
    group by extremes.event_id, wide, narrow

)

select * from final
