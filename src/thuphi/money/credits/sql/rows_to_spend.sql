-- What credit that pays bills moves in the book, as rows of recipes.
SELECT u.facility_id, 'spend' AS recipe, c.beneficiary_id::text AS debit_detail, '' AS credit_detail,
       u.amount_vnd, u.reference, u.happened_at
FROM credit_use AS u
JOIN credit AS c ON c.id = u.credit_id
WHERE u.id = ANY (%(use_ids)s::bigint[])
