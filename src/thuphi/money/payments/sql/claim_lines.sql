-- Each line's credit is told of later by one notification. A rival worker's claim is waited for.
INSERT INTO told_before (heard_id, facility_id, line_heard_id)
SELECT c.heard_id, c.facility_id, c.line_heard_id
FROM unnest(%(heard_ids)s::bigint[], %(facility_ids)s::bigint[], %(line_ids)s::bigint[])
    AS c (heard_id, facility_id, line_heard_id)
ORDER BY c.line_heard_id
ON CONFLICT DO NOTHING
RETURNING heard_id
