-- Take the oldest waiting notifications of facilities that no other worker is at work for, so that
-- two workers do not wait for each other's receipt numbers and accounts. Half of the lanes that have
-- something waiting are left to others. A lane is given back by the commit, or by a crash.
WITH oldest AS MATERIALIZED (
    SELECT w.heard_id, h.facility_id %% %(lanes)s AS lane
    FROM heard_waiting AS w
    JOIN heard AS h ON h.id = w.heard_id
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
WHERE heard_id IN (
    SELECT w.heard_id
    FROM heard_waiting AS w
    WHERE w.heard_id = ANY (ARRAY(
        SELECT o.heard_id FROM oldest AS o JOIN mine AS m ON m.lane = o.lane
        ORDER BY o.heard_id LIMIT %(limit)s
    ))
    ORDER BY w.heard_id
    FOR UPDATE SKIP LOCKED
)
RETURNING heard_id
