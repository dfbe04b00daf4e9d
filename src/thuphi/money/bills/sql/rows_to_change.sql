-- What debit and credit lines move in the book, as rows of recipes.
SELECT l.facility_id, CASE l.kind WHEN 'debit' THEN 'adjust_up' ELSE 'adjust_down' END AS recipe,
       CASE l.kind WHEN 'debit' THEN '' ELSE i.code END AS debit_detail,
       CASE l.kind WHEN 'debit' THEN i.code ELSE '' END AS credit_detail,
       abs(l.amount_vnd) AS amount_vnd, b.code AS reference, l.added_at AS happened_at
FROM bill_line AS l
JOIN bill AS b ON b.id = l.bill_id
JOIN fee_item AS i ON i.id = l.fee_item_id
WHERE l.id = ANY (%(line_ids)s::bigint[])
