-- Lock every bill the batch may touch, in one order for all, before anything is judged.
SELECT b.id
FROM bill AS b
WHERE b.code = ANY (
    SELECT unnest(h.codes) FROM heard AS h WHERE h.id = ANY (%(ids)s::bigint[])
)
ORDER BY b.id
FOR UPDATE OF b
