-- Take the oldest waiting notifications of facilities that no other worker is at work for, so that
-- two workers do not wait for each other's receipt numbers and accounts. Half of the lanes that have
-- something waiting are left to others. A lane is given back by the commit, or by a crash.
WITH oldest AS MATERIALIZED (
    SELECT w.ctid AS place, w.heard_id,
           (SELECT h.facility_id FROM heard AS h WHERE h.id = w.heard_id) %% %(lanes)s AS lane
    FROM heard_waiting AS w
    ORDER BY w.heard_id
    LIMIT 2 * %(limit)s
),
waiting AS MATERIALIZED (
    SELECT lane FROM oldest GROUP BY lane ORDER BY min(heard_id)
),
mine AS MATERIALIZED (
    SELECT lane FROM waiting
    WHERE pg_try_advisory_xact_lock(%(lock)s, lane::int)
    LIMIT (SELECT (count(*) + 1) / 2 FROM waiting)
)
DELETE FROM heard_waiting
WHERE ctid = ANY (ARRAY(
    SELECT o.place FROM oldest AS o WHERE o.lane IN (SELECT m.lane FROM mine AS m)
    ORDER BY o.heard_id LIMIT %(limit)s
))
RETURNING heard_id
