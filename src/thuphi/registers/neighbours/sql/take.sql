-- The next message of each of a few addresses that nobody is sending to; they are taken until a
-- moment by which the try is surely over.
WITH free AS (
    SELECT e.id
    FROM webhook_endpoint AS e
    WHERE e.is_active AND (e.busy_until IS NULL OR e.busy_until <= %(at)s::timestamptz)
      AND EXISTS (
          SELECT FROM webhook_delivery AS d
          WHERE d.endpoint_id = e.id AND d.state IN ('waiting', 'failed')
            AND d.next_try_at <= %(at)s::timestamptz
      )
    ORDER BY e.busy_until NULLS FIRST, e.id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
),
taken AS (
    UPDATE webhook_endpoint AS e SET busy_until = %(until)s::timestamptz
    FROM free WHERE e.id = free.id
    RETURNING e.id, e.url, e.sealed
)
SELECT t.id, t.url, t.sealed, d.id, d.message_id, d.body
FROM taken AS t
CROSS JOIN LATERAL (
    SELECT w.id, w.message_id, w.body FROM webhook_delivery AS w
    WHERE w.endpoint_id = t.id AND w.state IN ('waiting', 'failed')
      AND w.next_try_at <= %(at)s::timestamptz
    ORDER BY w.next_try_at, w.id LIMIT 1
) AS d
