-- A bill's state against its lines and what paid them; rules.state_for says the same for one bill.
SELECT f.facility_id, f.code AS subject, f.state AS kept, f.counted AS recounted
FROM (
    SELECT b.facility_id, b.code, b.state,
           CASE WHEN coalesce(m.paid_vnd, 0) >= coalesce(l.total_vnd, 0) THEN 'paid'
                WHEN coalesce(m.paid_vnd, 0) > 0 THEN 'part_paid'
                ELSE 'open' END AS counted
    FROM bill AS b
    LEFT JOIN (
        SELECT bill_id, sum(amount_vnd)::bigint AS total_vnd FROM bill_line GROUP BY bill_id
    ) AS l ON l.bill_id = b.id
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
    WHERE b.state <> 'cancelled'
) AS f
WHERE f.state <> f.counted
