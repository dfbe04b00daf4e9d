-- What payouts that were asked, or failed, move in the book, as rows of recipes.
SELECT p.facility_id, CASE p.step WHEN 'asked' THEN 'payout_asked' ELSE 'payout_failed' END AS recipe,
       CASE p.step WHEN 'asked' THEN p.beneficiary_id::text ELSE '' END AS debit_detail,
       CASE p.step WHEN 'asked' THEN '' ELSE p.beneficiary_id::text END AS credit_detail,
       p.amount_vnd, p.reference, p.happened_at
FROM credit_payout AS p
WHERE p.reference = ANY (%(references)s::text[]) AND p.step = %(step)s
