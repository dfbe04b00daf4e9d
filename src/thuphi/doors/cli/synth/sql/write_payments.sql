-- And what it was found to be.
INSERT INTO payment (id, facility_id, heard_id, bill_id, finding, channel, method, amount_vnd, applied_vnd,
                     excess_vnd, unidentified_vnd, paid_at, booked_at, receipt_year, receipt_number)
SELECT p.id, p.facility_id, p.id, p.bill_id,
       CASE WHEN p.amount_vnd > p.applied_vnd THEN 'over'
            WHEN p.part = 1 AND p.applied_vnd < b.total_vnd THEN 'part' ELSE 'exact' END,
       p.channel, p.method, p.amount_vnd, p.applied_vnd, p.amount_vnd - p.applied_vnd, 0, p.paid_at,
       p.paid_at + interval '2 seconds', p.receipt_year, p.receipt_number
FROM made_payment AS p
JOIN made_bill AS b ON b.bill_id = p.bill_id
UNION ALL
SELECT p.bill_id * 4 + 3, p.facility_id, p.bill_id * 4 + 3, NULL, 'unknown', p.channel, p.method, 50000, 0, 0,
       50000, p.paid_at, p.paid_at + interval '2 seconds', NULL, NULL
FROM made_payment AS p
WHERE p.part = 1 AND p.channel <> 'cash' AND p.bill_id %% 500 = 0
ORDER BY 1
