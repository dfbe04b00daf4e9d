-- Lines that the worker has still to look at, locked before anything else. A line that somebody is at
-- work on is left for later.
SELECT s.line_id FROM line_state AS s
WHERE s.facility_id = %(facility_id)s AND s.is_due
ORDER BY s.line_id
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
