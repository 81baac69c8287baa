with reports as (

    select * from {{ ref('fct_event_reports') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

places as (

    select * from {{ ref('stg_places') }}

),

place_containment as (

    select * from {{ ref('stg_place_containment') }}

),

hulls as (

    select
        reports.event_id,
        min(reports.happened_earliest) as happened_earliest,
        max(reports.happened_latest) as happened_latest,
        count(*) as documents_count,
        count(distinct documents.source_id) as sources_count,
        count(distinct reports.place_id) as places_count
    from reports
    inner join documents using (document_id)
    group by reports.event_id

),

origins as (

    select event_id, count(distinct origin_id) as origins_count
    from claims
    -- Who stands behind a statement, and how sure the report is, tell nothing of the act itself.
    where event_id is not null and aspect not in ('attribution', 'certainty')
    group by event_id

),

-- The type that most reports give, those that lead with the event first.
types as (

    select event_id, event_type, event_mode
    from reports
    group by event_id, event_type, event_mode
    qualify row_number() over (
        partition by event_id
        order by count(*) filter (where is_primary) desc, count(*) desc, event_type nulls last, event_mode nulls last
    ) = 1

),

-- The title of the earliest document that leads with it, else the words of the earliest that tells of it.
titles as (

    select
        reports.event_id,
        case when reports.is_primary then coalesce(documents.title, reports.quote) else reports.quote end as title
    from reports
    inner join documents using (document_id)
    qualify row_number() over (
        partition by reports.event_id
        order by reports.is_primary desc, documents.published_earliest nulls last, documents.document_id
    ) = 1

),

-- Places that contain every place that a report gives; the deepest of them is the event's.
common_places as (

    select reported.event_id, place_containment.ancestor_place_id as place_id, sum(place_containment.distance) as distance
    from (select distinct event_id, place_id from reports where place_id is not null) as reported
    inner join place_containment using (place_id)
    inner join hulls using (event_id)
    group by reported.event_id, place_containment.ancestor_place_id, hulls.places_count
    having count(*) = hulls.places_count

),

deepest as (

    select common_places.event_id, places.place_id, places.name as place, places.country_code
    from common_places
    inner join places using (place_id)
    qualify row_number() over (
        partition by common_places.event_id
        order by common_places.distance, places.precision desc, places.place_id
    ) = 1

),

final as (

    select
        hulls.event_id,
        types.event_type,
        types.event_mode,
        -- A sentence that stands in for a title is cut at a word.
        case
            when length(titles.title) <= 140 then titles.title
            else regexp_replace(left(titles.title, 139), '\s+\S*$', '') || ' …'
        end as title,
        hulls.happened_earliest,
        hulls.happened_latest,
        deepest.place_id,
        deepest.place,
        deepest.country_code,
        hulls.documents_count,
        hulls.sources_count,
        coalesce(origins.origins_count, 0) as origins_count
    from hulls
    inner join types using (event_id)
    inner join titles using (event_id)
    left join origins using (event_id)
    left join deepest using (event_id)

)

select * from final
