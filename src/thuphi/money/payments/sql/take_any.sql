-- Take the oldest waiting notifications that no other worker holds, whosever they are.
DELETE FROM heard_waiting
WHERE heard_id IN (
    SELECT heard_id FROM heard_waiting ORDER BY heard_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING heard_id
