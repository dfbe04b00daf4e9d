-- What each payment of the batch moves in the book, as rows of recipes.
SELECT p.facility_id, v.recipe, v.debit_detail, v.credit_detail, v.amount_vnd,
       coalesce(b.code, 'heard:' || p.heard_id) AS reference, p.paid_at AS happened_at
FROM payment AS p
LEFT JOIN bill AS b ON b.id = p.bill_id
CROSS JOIN LATERAL (VALUES
    (CASE WHEN p.channel = 'cash' THEN 'pay_cash' ELSE 'pay' END,
     CASE WHEN p.channel = 'cash' THEN '' ELSE p.channel END, '', p.applied_vnd),
    (CASE WHEN p.channel = 'cash' THEN 'overpay_cash' ELSE 'overpay' END,
     CASE WHEN p.channel = 'cash' THEN '' ELSE p.channel END,
     coalesce(b.beneficiary_id::text, ''), p.excess_vnd),
    ('pay_unknown', p.channel, '', p.unidentified_vnd)
) AS v (recipe, debit_detail, credit_detail, amount_vnd)
WHERE p.heard_id = ANY (%(ids)s::bigint[]) AND p.identifies_id IS NULL AND v.amount_vnd > 0
