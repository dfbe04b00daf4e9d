-- Take the oldest waiting notifications that no other worker holds, whosever they are.
DELETE FROM heard_waiting
WHERE ctid = ANY (ARRAY(
    SELECT w.ctid FROM heard_waiting AS w ORDER BY w.heard_id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
))
RETURNING heard_id
