-- One message for each thing that happened, to each address of its facility that asked for such.
WITH news AS MATERIALIZED (
    SELECT 'msg_' || replace(gen_random_uuid()::text, '-', '') AS message_id, n.*
    FROM unnest(%(facility_ids)s::bigint[], %(events)s::text[], %(bodies)s::text[])
        WITH ORDINALITY AS n (facility_id, event, body, place)
)
INSERT INTO webhook_delivery (endpoint_id, facility_id, message_id, event, body, state, tries,
                              next_try_at, last_error, created_at)
SELECT e.id, n.facility_id, n.message_id, n.event, n.body, 'waiting', 0, %(at)s::timestamptz, '',
       %(at)s::timestamptz
FROM news AS n
JOIN webhook_endpoint AS e
    ON e.facility_id = n.facility_id AND e.is_active AND n.event = ANY (e.events)
ORDER BY n.place, e.id
