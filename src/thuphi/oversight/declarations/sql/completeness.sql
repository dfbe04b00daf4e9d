-- Facilities that stood in some communes in a month, whether anything was booked there, and what
-- they declared. Where a facility stood in a month is where it stood last in it. Each part is read
-- once for the whole month and joined, so that a province costs little more than a commune.
WITH stay AS (
    SELECT DISTINCT ON (here.facility_id) here.facility_id, here.place_id
    FROM facility_place AS here
    WHERE here.valid && daterange(%(month)s::date, %(end_on)s::date)
    ORDER BY here.facility_id, lower(here.valid) DESC
),
booked AS MATERIALIZED (
    SELECT DISTINCT c.facility_id
    FROM month_count AS c
    WHERE c.month = %(month)s::date AND c.payments > 0
),
newest AS MATERIALIZED (
    SELECT DISTINCT ON (d.facility_id) d.facility_id, d.id, d.revision, d.state
    FROM declaration AS d
    WHERE d.month = %(month)s::date
    ORDER BY d.facility_id, d.revision DESC
)
SELECT f.id, f.code, f.name, f.sector, stay.place_id,
       booked.facility_id IS NOT NULL AS is_booked,
       newest.id, newest.revision, newest.state
FROM stay
JOIN facility AS f ON f.id = stay.facility_id
LEFT JOIN booked ON booked.facility_id = f.id
LEFT JOIN newest ON newest.facility_id = f.id
WHERE stay.place_id = ANY (%(places)s::bigint[])
ORDER BY f.name, f.id
