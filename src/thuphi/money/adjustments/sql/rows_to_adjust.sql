UNION ALL
SELECT c.facility_id, 'release' AS recipe, '' AS debit_detail, c.beneficiary_id::text AS credit_detail,
       c.amount_vnd, b.code AS reference, c.happened_at
FROM credit AS c
JOIN bill AS b ON b.id = c.bill_id
WHERE c.id = ANY (%(lot_ids)s::bigint[])
