-- Their lines, and what was let off as a line of its own.
INSERT INTO bill_line (id, bill_id, facility_id, kind, fee_item_id, description, quantity, unit_price_vnd,
                       amount_vnd, reason, added_at)
SELECT l.bill_id * 8 + l.place * 2 + v.step, l.bill_id, l.facility_id, v.kind, l.item_id, l.name,
       CASE v.step WHEN 0 THEN l.quantity ELSE 1 END,
       CASE v.step WHEN 0 THEN l.price_vnd ELSE -l.waived_vnd END,
       CASE v.step WHEN 0 THEN l.amount_vnd ELSE -l.waived_vnd END,
       CASE v.step WHEN 0 THEN '' ELSE 'Hộ cận nghèo' END, b.issued_at
FROM made_line AS l
JOIN made_bill AS b ON b.bill_id = l.bill_id
CROSS JOIN (VALUES (0, 'charge'), (1, 'exemption')) AS v (step, kind)
WHERE v.step = 0 OR l.waived_vnd > 0
ORDER BY 1
