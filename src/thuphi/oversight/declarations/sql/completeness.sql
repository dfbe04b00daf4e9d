-- Facilities that stood in some communes in a month, whether anything was booked there, and what
-- they declared. Where a facility stood in a month is where it stood last in it.
WITH stay AS (
    SELECT DISTINCT ON (here.facility_id) here.facility_id, here.place_id
    FROM facility_place AS here
    WHERE here.valid && daterange(%(month)s::date, %(end_on)s::date)
    ORDER BY here.facility_id, lower(here.valid) DESC
)
SELECT f.id, f.code, f.name, f.sector, stay.place_id,
       EXISTS (
           SELECT FROM month_count AS c
           WHERE c.facility_id = f.id AND c.month = %(month)s AND c.payments > 0) AS is_booked,
       newest.id, newest.revision, newest.state
FROM stay
JOIN facility AS f ON f.id = stay.facility_id
LEFT JOIN LATERAL (
    SELECT d.id, d.revision, d.state
    FROM declaration AS d
    WHERE d.facility_id = f.id AND d.month = %(month)s
    ORDER BY d.revision DESC
    LIMIT 1
) AS newest ON true
WHERE stay.place_id = ANY (%(places)s)
ORDER BY f.name, f.id
