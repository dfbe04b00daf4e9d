-- Money in, month by month, of every facility below some units of a day.
-- Where a facility stood in a month is where it stood last in it. A unit that had ended by the day
-- counts for the one that stands for it then, so that earlier months can be read by later units.
WITH RECURSIVE line (id, stands_for) AS (
    SELECT unit, unit FROM unnest(%(units)s::bigint[]) AS unit
    UNION
    SELECT link.predecessor_id, line.stands_for
    FROM line
    JOIN place_succession AS link ON link.successor_id = line.id AND link.is_default
    JOIN place AS old ON old.id = link.predecessor_id
    WHERE upper(old.valid) <= %(on)s::date
)
SELECT line.stands_for, c.facility_id, c.month,
       coalesce(sum(c.payments) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.payments)::bigint,
       coalesce(sum(c.value_vnd) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.value_vnd)::bigint
FROM line
JOIN facility_place AS stood ON stood.place_id = line.id
JOIN month_count AS c ON c.facility_id = stood.facility_id
    AND c.month >= %(first_on)s::date AND c.month < %(end_on)s::date
    AND stood.valid && daterange(c.month, (c.month + interval '1 month')::date)
WHERE NOT EXISTS (
    SELECT FROM facility_place AS later
    WHERE later.facility_id = stood.facility_id AND lower(later.valid) > lower(stood.valid)
      AND lower(later.valid) < c.month + interval '1 month'
)
GROUP BY line.stands_for, c.facility_id, c.month
ORDER BY c.facility_id, c.month
