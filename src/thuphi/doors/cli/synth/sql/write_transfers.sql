-- All of it in the book, by the recipes of the ledger.
INSERT INTO transfer (id, facility_id, recipe, debit_account_id, credit_account_id, amount_vnd, reference,
                      happened_at, booked_at)
SELECT l.bill_id * 16 + v.step + l.place * 2, l.facility_id, v.recipe,
       CASE v.debit WHEN 'receivable' THEN f.receivable WHEN 'revenue' THEN l.revenue ELSE l.waiver END,
       CASE v.credit WHEN 'receivable' THEN f.receivable WHEN 'revenue' THEN l.revenue ELSE l.waiver END,
       CASE v.of WHEN 'amount' THEN l.amount_vnd ELSE l.waived_vnd END, c.code, t.at, t.at
FROM made_line AS l
JOIN made_bill AS b ON b.bill_id = l.bill_id
JOIN made_code AS c ON c.bill_id = l.bill_id
JOIN made_facility AS f ON f.facility_id = l.facility_id
CROSS JOIN (VALUES (0, 'issue', 'receivable', 'revenue', 'amount'),
                   (1, 'exempt', 'waiver', 'receivable', 'waived'),
                   (8, 'cancel', 'revenue', 'receivable', 'amount'),
                   (9, 'cancel_exempt', 'receivable', 'waiver', 'waived'))
    AS v (step, recipe, debit, credit, of)
CROSS JOIN LATERAL (
    SELECT b.issued_at + CASE WHEN v.step >= 8 THEN interval '1 day' ELSE interval '0' END AS at
) AS t
WHERE (v.of = 'amount' OR l.waived_vnd > 0) AND (v.step < 8 OR b.fate < 3)
UNION ALL
SELECT p.bill_id * 16 + 8 + (p.part - 1) * 2 + v.step, p.facility_id,
       v.recipe || CASE p.channel WHEN 'cash' THEN '_cash' ELSE '' END, p.clearing,
       CASE v.step WHEN 0 THEN f.receivable ELSE %(first_credit)s::bigint + b.person END,
       CASE v.step WHEN 0 THEN p.applied_vnd ELSE p.amount_vnd - p.applied_vnd END, c.code, p.paid_at,
       p.paid_at + interval '2 seconds'
FROM made_payment AS p
JOIN made_bill AS b ON b.bill_id = p.bill_id
JOIN made_code AS c ON c.bill_id = p.bill_id
JOIN made_facility AS f ON f.facility_id = p.facility_id
CROSS JOIN (VALUES (0, 'pay'), (1, 'overpay')) AS v (step, recipe)
WHERE v.step = 0 OR p.amount_vnd > p.applied_vnd
UNION ALL
SELECT p.bill_id * 16 + 14, p.facility_id, 'pay_unknown', p.clearing, f.unidentified, 50000,
       'heard:' || p.bill_id * 4 + 3, p.paid_at, p.paid_at + interval '2 seconds'
FROM made_payment AS p
JOIN made_facility AS f ON f.facility_id = p.facility_id
WHERE p.part = 1 AND p.channel <> 'cash' AND p.bill_id %% 500 = 0
ORDER BY 1
