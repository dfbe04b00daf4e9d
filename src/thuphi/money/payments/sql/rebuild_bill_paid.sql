-- What a bill says was paid against the payments on it, less what went back.
SELECT b.facility_id, b.code AS subject, b.paid_vnd::text AS kept,
       (coalesce(p.applied_vnd, 0) - coalesce(r.back_vnd, 0))::text AS recounted
FROM bill AS b
LEFT JOIN (
    SELECT bill_id, sum(applied_vnd)::bigint AS applied_vnd FROM payment GROUP BY bill_id
) AS p ON p.bill_id = b.id
LEFT JOIN (
    SELECT p.bill_id, sum(CASE r.kind WHEN 'asked' THEN r.from_bill_vnd
                                      WHEN 'failed' THEN -r.from_bill_vnd ELSE 0 END)::bigint
           AS back_vnd
    FROM payment_return AS r JOIN payment AS p ON p.id = r.payment_id
    GROUP BY p.bill_id
) AS r ON r.bill_id = b.id
WHERE b.paid_vnd <> coalesce(p.applied_vnd, 0) - coalesce(r.back_vnd, 0)
