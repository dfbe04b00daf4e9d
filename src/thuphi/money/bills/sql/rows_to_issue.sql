-- What the lines of freshly issued bills move in the book, as rows of recipes.
SELECT l.facility_id, CASE l.kind WHEN 'charge' THEN 'issue' ELSE 'exempt' END AS recipe,
       CASE l.kind WHEN 'charge' THEN '' ELSE i.code END AS debit_detail,
       CASE l.kind WHEN 'charge' THEN i.code ELSE '' END AS credit_detail,
       abs(l.amount_vnd) AS amount_vnd, b.code AS reference,
       %(issued_at)s::timestamptz AS happened_at
FROM unnest(%(bill_ids)s::bigint[], %(codes)s::text[]) AS b (id, code)
JOIN bill_line AS l ON l.bill_id = b.id
JOIN fee_item AS i ON i.id = l.fee_item_id
WHERE l.amount_vnd <> 0
