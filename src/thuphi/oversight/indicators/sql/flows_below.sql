-- Money in, month by month, of every facility below some units of a day.
-- A unit that had ended by the day counts for the one that stands for it then, so that earlier
-- months can be read by later units. Where a facility stood in a month is where it stood last in it:
-- a stay counts from the month it begins in up to the month in which the next one begins.
WITH RECURSIVE line (id, stands_for) AS (
    SELECT unit, unit FROM unnest(%(units)s::bigint[]) AS unit
    UNION
    SELECT link.predecessor_id, line.stands_for
    FROM line
    JOIN place_succession AS link ON link.successor_id = line.id AND link.is_default
    JOIN place AS old ON old.id = link.predecessor_id
    WHERE upper(old.valid) <= %(on)s::date
),
stay AS MATERIALIZED (
    SELECT line.stands_for, here.facility_id,
           greatest(date_trunc('month', lower(here.valid))::date, %(first_on)s::date) AS first_on,
           least(upper(here.valid), next.begins_on, %(end_on)s::date) AS end_on
    FROM line
    JOIN facility_place AS here ON here.place_id = line.id
    CROSS JOIN LATERAL (
        SELECT date_trunc('month', min(lower(later.valid)))::date AS begins_on
        FROM facility_place AS later
        WHERE later.facility_id = here.facility_id AND lower(later.valid) > lower(here.valid)
    ) AS next
)
SELECT stay.stands_for, c.facility_id, c.month,
       coalesce(sum(c.payments) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.payments)::bigint,
       coalesce(sum(c.value_vnd) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.value_vnd)::bigint
FROM stay
JOIN month_count AS c
    ON c.facility_id = stay.facility_id AND c.month >= stay.first_on AND c.month < stay.end_on
GROUP BY stay.stands_for, c.facility_id, c.month
ORDER BY c.facility_id, c.month
