-- What a bill says was paid against the payments on it, less what went back and what was let go as
-- credit, with the credit that paid it.
SELECT b.facility_id, b.code AS subject, b.paid_vnd::text AS kept,
       coalesce(m.paid_vnd, 0)::text AS recounted
FROM bill AS b
LEFT JOIN (
    SELECT bill_id, sum(vnd)::bigint AS paid_vnd
    FROM (
        SELECT bill_id, applied_vnd AS vnd FROM payment WHERE bill_id IS NOT NULL
        UNION ALL
        SELECT p.bill_id, CASE WHEN r.kind IN ('asked', 'undone') THEN -r.from_bill_vnd
                                      WHEN r.kind = 'failed' THEN r.from_bill_vnd ELSE 0 END
        FROM payment_return AS r JOIN payment AS p ON p.id = r.payment_id
        UNION ALL
        SELECT bill_id, -amount_vnd FROM credit WHERE source = 'released'
        UNION ALL
        SELECT bill_id, amount_vnd FROM credit_use WHERE bill_id IS NOT NULL
    ) AS moved
    GROUP BY bill_id
) AS m ON m.bill_id = b.id
WHERE b.paid_vnd <> coalesce(m.paid_vnd, 0)
