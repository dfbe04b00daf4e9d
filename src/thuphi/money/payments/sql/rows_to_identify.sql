-- What finding the owner of money moves in the book, as rows of recipes.
SELECT p.facility_id, v.recipe, '' AS debit_detail, v.credit_detail, v.amount_vnd,
       b.code AS reference, p.booked_at AS happened_at
FROM payment AS p
JOIN bill AS b ON b.id = p.bill_id
CROSS JOIN LATERAL (VALUES
    ('identify', '', p.applied_vnd),
    ('identify_over', b.beneficiary_id::text, p.excess_vnd)
) AS v (recipe, credit_detail, amount_vnd)
WHERE p.id = %(id)s AND v.amount_vnd > 0
