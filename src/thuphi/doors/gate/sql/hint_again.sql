-- Hints that came again wait again. One that still waits is left alone, without waiting for a worker
-- that is just taking it.
WITH again AS (
    INSERT INTO heard_waiting (heard_id)
    SELECT DISTINCT heard_id FROM unnest(%s::bigint[]) AS hinted (heard_id)
     WHERE NOT EXISTS (SELECT FROM heard_waiting AS w WHERE w.heard_id = hinted.heard_id)
    ON CONFLICT DO NOTHING
    RETURNING heard_id
)
SELECT pg_notify('thuphi_heard', '') FROM again LIMIT 1
