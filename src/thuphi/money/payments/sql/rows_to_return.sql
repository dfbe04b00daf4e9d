-- What one step of money's way back moves in the book, as rows of recipes.
SELECT r.facility_id, v.recipe, v.debit_detail, v.credit_detail, v.amount_vnd,
       coalesce(b.code, 'heard:' || p.heard_id) AS reference, r.happened_at
FROM payment_return AS r
JOIN payment AS p ON p.id = r.payment_id
LEFT JOIN bill AS b ON b.id = p.bill_id
CROSS JOIN LATERAL (VALUES
    ('asked', 'refund_bill', '', '', r.from_bill_vnd),
    ('asked', 'refund_credit', b.beneficiary_id::text, '', r.from_credit_vnd),
    ('asked', 'refund_unidentified', '', '', r.from_unidentified_vnd),
    ('failed', 'refund_failed_bill', '', '', r.from_bill_vnd),
    ('failed', 'refund_failed_credit', '', b.beneficiary_id::text, r.from_credit_vnd),
    ('failed', 'refund_failed_unidentified', '', '', r.from_unidentified_vnd),
    ('done', CASE r.out_of WHEN 'bank' THEN 'refund_done_bank' WHEN 'cash' THEN 'refund_done_cash'
                           ELSE 'refund_done' END, '', r.out_of_detail,
     r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd)
) AS v (kind, recipe, debit_detail, credit_detail, amount_vnd)
WHERE r.id = %(id)s AND v.kind = r.kind AND v.amount_vnd > 0
