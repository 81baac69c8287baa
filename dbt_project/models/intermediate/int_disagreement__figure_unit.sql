with claims as (

    select * from {{ ref('int_claims') }}

),

-- Units that are taken for one another: two lengths, two masses, two scales of one thing.
confused_units as (

    select unit_1 as unit, unit_2 as other_unit
    from (
        values
        ('kilometre', 'mile'), ('kilometre', 'nautical mile'), ('mile', 'nautical mile'), ('foot', 'metre'), ('metre', 'yard'),
        ('foot', 'yard'), ('centimetre', 'inch'), ('square kilometre', 'square mile'), ('acre', 'hectare'), ('gallon', 'litre'),
        ('kilogram', 'pound-mass'), ('metric ton', 'ton'), ('kilogram', 'metric ton'), ('celsius', 'fahrenheit'),
        ('kilometre per hour', 'mile per hour')
    ) as pairs (unit_1, unit_2)

),

-- Small counts are mistaken for nothing: the ratio must come from "thousand", "million" or "billion".
figures as (

    select
        *,
        coalesce(counted_class, topic) as counted
    from claims
    where aspect = 'figure'
        and is_comparable
        and not is_derived
        and measure is not null
        and value is not null
        and coalesce(accumulation, 'incident') <> 'cumulative'

),

accounts as (

    select
        event_id,
        document_id,
        measure,
        counted,
        unit,
        number,
        list(claim_id order by claim_id) as claim_ids
    from figures
    group by all

),

compared as (

    select
        a.event_id,
        a.measure,
        a.counted,
        a.unit as unit_a,
        b.unit as unit_b,
        a.number as number_a,
        b.number as number_b,
        a.document_id as document_id_a,
        b.document_id as document_id_b,
        a.claim_ids as claim_ids_a,
        b.claim_ids as claim_ids_b
    from accounts as a
    inner join accounts as b
        on a.event_id = b.event_id
        and a.measure = b.measure
        and a.counted is not distinct from b.counted
        and a.document_id <> b.document_id
    left join confused_units
        on (a.unit = confused_units.unit and b.unit = confused_units.other_unit)
    where (
            a.unit is not distinct from b.unit
            and coalesce(a.counted, a.unit) is not null
            and a.number >= 1000
            and b.number in (a.number * 1e3, a.number * 1e6)
        )
        or (confused_units.unit is not null and a.number = b.number and a.number > 1)

),

-- An account that gives both numbers knows them apart.
told_apart as (

    select compared.*
    from compared
    where not exists (
        select 1
        from accounts
        where accounts.event_id = compared.event_id
            and accounts.measure = compared.measure
            and (
                (
                    accounts.document_id = compared.document_id_a
                    and accounts.number = compared.number_b
                    and accounts.unit is not distinct from compared.unit_b
                )
                or (
                    accounts.document_id = compared.document_id_b
                    and accounts.number = compared.number_a
                    and accounts.unit is not distinct from compared.unit_a
                )
            )
    )

),

final as (

    select
        event_id,
        'figure' as aspect,
        measure,
        counted,
        counted as counted_key,
        concat_ws(' ', number_a::varchar, unit_a) as key_a,
        concat_ws(' ', number_b::varchar, unit_b) as key_b,
        'figure_unit' as type,
        'conflict' as class,
        case
            when number_a = number_b then 'the number is the same, the units are not: ' || unit_a || ' and ' || unit_b
            when number_b = number_a * 1e3 then 'one number is exactly a thousand times the other'
            else 'one number is exactly a million times the other'
        end as reason,
        list_sort(list_distinct(flatten(list(claim_ids_a)))) as claim_ids_a,
        list_sort(list_distinct(flatten(list(claim_ids_b)))) as claim_ids_b,
        'figure_unit.1' as rule_version
    from told_apart
    group by event_id, measure, counted, number_a, number_b, unit_a, unit_b

)

select * from final
