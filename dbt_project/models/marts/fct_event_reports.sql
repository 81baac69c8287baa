with mentions as (

    select * from {{ ref('int_event_mentions') }}

),

-- One document may tell one event in several places: the one that it leads with speaks for it, else the first.
ranked as (

    select
        *,
        row_number() over (
            partition by event_id, document_id
            order by is_primary desc, start_char, event_mention_id
        ) as place_in_report
    from mentions

),

-- What the speaking mention leaves out is taken from the first that has it; a time comes whole, a place too.
gathered as (

    select
        event_id,
        document_id,
        max(match_score) as match_score,
        min_by(
            {'earliest': happened_earliest, 'latest': happened_latest, 'basis': date_basis}, place_in_report
        ) filter (where happened_earliest is not null or happened_latest is not null) as time,
        min_by({'id': place_id, 'name': place}, place_in_report) filter (where place_id is not null) as gazetted_place,
        min_by(place, place_in_report) filter (where place is not null) as named_place,
        min_by(
            {'actor_id': responsible_actor_id, 'name': responsible}, place_in_report
        ) filter (where responsible is not null) as responsible
    from ranked
    group by event_id, document_id

),

final as (

    select
        ranked.event_id,
        ranked.document_id,
        ranked.is_primary,
        ranked.event_type,
        ranked.event_mode,
        ranked.realis,
        gathered.time.earliest as happened_earliest,
        gathered.time.latest as happened_latest,
        coalesce(gathered.time.basis, ranked.date_basis) as date_basis,
        gathered.gazetted_place.id as place_id,
        coalesce(gathered.gazetted_place.name, gathered.named_place) as place,
        gathered.responsible.actor_id as responsible_actor_id,
        gathered.responsible.name as responsible,
        gathered.match_score,
        ranked.section_kind,
        ranked.start_char,
        ranked.end_char,
        ranked.quote,
        ranked.extractor_version
    from ranked
    inner join gathered using (event_id, document_id)
    where ranked.place_in_report = 1

)

select * from final
