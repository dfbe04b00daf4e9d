-- What finding the owners of money moves in the book, as rows of recipes.
SELECT p.facility_id, v.recipe, '' AS debit_detail, v.credit_detail, v.amount_vnd,
       coalesce(b.code, 'heard:' || p.heard_id) AS reference, p.booked_at AS happened_at
FROM payment AS p
LEFT JOIN bill AS b ON b.id = p.bill_id
LEFT JOIN credit AS g ON g.payment_id = p.id AND g.source = 'given'
CROSS JOIN LATERAL (VALUES
    ('identify', '', p.applied_vnd),
    ('identify_over', coalesce(b.beneficiary_id, g.beneficiary_id)::text, p.excess_vnd)
) AS v (recipe, credit_detail, amount_vnd)
WHERE p.id = ANY (%(ids)s::bigint[]) AND v.amount_vnd > 0
