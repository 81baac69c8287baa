with causes as (

    select * from {{ ref('int_causes') }}

),

-- A document that tells of several means, as of a raid with shells and bombs, is no witness for one of them. Of its named speakers each may
-- be one for the craft that it came from.
sole as (

    select
        event_id,
        document_id,
        claim_id,
        facets,
        '#report' as speaker,
        case when len(document_means) = 1 then document_means[1] end as means,
        case when len(document_carriers) = 1 then document_carriers[1] end as carrier
    from causes
    where len(document_means) <= 1
        and is_at_top

    union all

    select
        event_id,
        document_id,
        claim_id,
        facets,
        voice,
        null,
        case when len(voice_carriers) = 1 then voice_carriers[1] end
    from causes
    where voice[1] <> '#'

),

compared as (

    select
        a.event_id,
        case when a.means <> b.means then a.means else a.carrier end as value_1,
        case when a.means <> b.means then b.means else b.carrier end as value_2,
        a.claim_id as claim_id_1,
        b.claim_id as claim_id_2,
        a.facets as facets_1,
        b.facets as facets_2
    from sole as a
    inner join sole as b
        on a.event_id = b.event_id
        -- Two documents as wholes, or two speakers of one.
        and (a.document_id <> b.document_id) = (a.speaker = '#report')
        and (a.document_id <> b.document_id) = (b.speaker = '#report')
        and (a.document_id <> b.document_id or a.speaker <> b.speaker)
    where (
            a.means <> b.means
            -- Rockets and missiles are fired from the ground and from the air.
            and not ('rocket' in (a.means, b.means) and ('air' in (a.means, b.means) or 'shelling' in (a.means, b.means)))
        )
        or (a.means is not distinct from b.means and a.carrier <> b.carrier)

),

final as (

    select
        event_id,
        'cause' as aspect,
        null::varchar as measure,
        null::varchar as counted,
        null::varchar as counted_key,
        value_1 as key_a,
        value_2 as key_b,
        'cause' as type,
        'conflict' as class,
        'the two means exclude each other, and neither account tells of both' as reason,
        list(distinct claim_id_1 order by claim_id_1) as claim_ids_a,
        list(distinct claim_id_2 order by claim_id_2) as claim_ids_b,
        'cause.1' as rule_version
    from compared
    where value_1 < value_2
        and list_contains(facets_1, value_1)
        and list_contains(facets_2, value_2)
    group by event_id, value_1, value_2

)

select * from final
