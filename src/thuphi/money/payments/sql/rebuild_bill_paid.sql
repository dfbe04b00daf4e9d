-- What a bill says was paid against the payments on it.
SELECT b.facility_id, b.code AS subject, b.paid_vnd::text AS kept,
       coalesce(p.applied_vnd, 0)::text AS recounted
FROM bill AS b
LEFT JOIN (
    SELECT bill_id, sum(applied_vnd)::bigint AS applied_vnd FROM payment GROUP BY bill_id
) AS p ON p.bill_id = b.id
WHERE b.paid_vnd <> coalesce(p.applied_vnd, 0)
