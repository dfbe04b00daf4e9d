-- What these notifications say about attempts, for the room that keeps them.
SELECT h.merchant_id, h.reference, h.outcome, coalesce(h.details ->> 'status', '') AS status,
       h.id AS heard_id
FROM heard AS h
WHERE h.id = ANY (%(ids)s::bigint[]) AND h.reference <> '' AND h.merchant_id <> 0
