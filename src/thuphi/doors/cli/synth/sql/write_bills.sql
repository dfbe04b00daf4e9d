-- The bills themselves, in the state that their payments leave them in.
INSERT INTO bill (id, code, facility_id, run_id, beneficiary_id, payer_name, beneficiary_name, class_name,
                  reason, total_vnd, paid_vnd, state, allows_part, due_on, issued_at, closed_at)
SELECT b.bill_id, c.code, b.facility_id, r.id, b.person, n.payer_name, n.name, n.class_name, r.reason,
       b.total_vnd, coalesce(p.paid_vnd, 0),
       CASE WHEN b.fate < 3 THEN 'cancelled' WHEN p.paid_vnd IS NULL THEN 'open'
            WHEN p.paid_vnd < b.total_vnd THEN 'part_paid' ELSE 'paid' END,
       true, r.due_on, b.issued_at,
       CASE WHEN b.fate < 3 THEN b.issued_at + interval '1 day'
            WHEN p.paid_vnd = b.total_vnd THEN p.closed_at END
FROM made_bill AS b
JOIN made_code AS c ON c.bill_id = b.bill_id
JOIN beneficiary AS n ON n.id = b.person
JOIN collection_run AS r ON r.facility_id = b.facility_id AND r.opens_on = %(month)s
LEFT JOIN (
    SELECT bill_id, sum(applied_vnd)::bigint AS paid_vnd, max(paid_at) + interval '2 seconds' AS closed_at
    FROM made_payment GROUP BY bill_id
) AS p ON p.bill_id = b.bill_id
ORDER BY b.bill_id
