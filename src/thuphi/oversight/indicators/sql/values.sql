-- Declared values that a facility's state is read from, each where it changed: `items` as declared
-- for a month of the period, `days` (since when something is so) as declared for any month before.
SELECT facility_id, last_on, item, value
FROM (
    SELECT d.facility_id, d.item, d.value,
           (d.month + interval '1 month - 1 day')::date AS last_on,
           lag(d.value) OVER (PARTITION BY d.facility_id, d.item ORDER BY d.month) AS before
    FROM declared_figure AS d
    WHERE d.facility_id = ANY (%(facilities)s::bigint[])
      AND (d.item = ANY (%(days)s::text[])
           OR d.item = ANY (%(items)s::text[])
              AND d.month >= date_trunc('month', %(first_on)s::date))
      AND d.month + interval '1 month' <= %(last_on)s::date + 1
) AS told
WHERE before IS DISTINCT FROM value
ORDER BY facility_id, last_on, item
