-- A bill's state against its lines and payments; rules.state_for says the same for one bill.
SELECT f.facility_id, f.code AS subject, f.state AS kept, f.counted AS recounted
FROM (
    SELECT b.facility_id, b.code, b.state,
           CASE WHEN coalesce(p.applied_vnd, 0) - coalesce(r.back_vnd, 0) >= coalesce(l.total_vnd, 0) THEN 'paid'
                WHEN coalesce(p.applied_vnd, 0) - coalesce(r.back_vnd, 0) > 0 THEN 'part_paid'
                ELSE 'open' END AS counted
    FROM bill AS b
    LEFT JOIN (
        SELECT bill_id, sum(applied_vnd)::bigint AS applied_vnd FROM payment GROUP BY bill_id
    ) AS p ON p.bill_id = b.id
    LEFT JOIN (
        SELECT bill_id, sum(amount_vnd)::bigint AS total_vnd FROM bill_line GROUP BY bill_id
    ) AS l ON l.bill_id = b.id
    LEFT JOIN (
        SELECT p.bill_id, sum(CASE r.kind WHEN 'asked' THEN r.from_bill_vnd
                                          WHEN 'failed' THEN -r.from_bill_vnd ELSE 0 END)::bigint
               AS back_vnd
        FROM payment_return AS r JOIN payment AS p ON p.id = r.payment_id
        GROUP BY p.bill_id
    ) AS r ON r.bill_id = b.id
    WHERE b.state <> 'cancelled'
) AS f
WHERE f.state <> f.counted
