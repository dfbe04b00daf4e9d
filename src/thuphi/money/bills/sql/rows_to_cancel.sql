-- The opposite of all that withdrawn bills have moved, as rows of recipes.
SELECT l.facility_id,
       CASE l.kind WHEN 'exemption' THEN 'cancel_exempt' WHEN 'credit' THEN 'adjust_up'
                   ELSE 'cancel' END AS recipe,
       CASE WHEN l.kind IN ('charge', 'debit') THEN i.code ELSE '' END AS debit_detail,
       CASE WHEN l.kind IN ('charge', 'debit') THEN '' ELSE i.code END AS credit_detail,
       abs(l.amount_vnd) AS amount_vnd, b.code AS reference,
       %(at)s::timestamptz AS happened_at
FROM bill_line AS l
JOIN bill AS b ON b.id = l.bill_id
JOIN fee_item AS i ON i.id = l.fee_item_id
WHERE l.bill_id = ANY (%(bill_ids)s::bigint[]) AND l.amount_vnd <> 0
