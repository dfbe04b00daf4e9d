-- What steps of money's way back move in the book, as rows of recipes. What is undone names the transfer
-- that it corrects.
SELECT r.facility_id, v.recipe, v.debit_detail, v.credit_detail, v.amount_vnd,
       coalesce(b.code, 'heard:' || p.heard_id) AS reference, r.happened_at,
       CASE WHEN r.kind = 'undone' THEN (
           SELECT max(t.id) FROM transfer AS t
           WHERE t.facility_id = r.facility_id AND t.reference = coalesce(b.code, 'heard:' || p.heard_id)
             AND t.recipe = ANY (CASE v.recipe WHEN 'unidentify' THEN ARRAY['pay', 'pay_cash', 'identify']
                                 ELSE ARRAY['overpay', 'overpay_cash', 'identify_over'] END)
       ) END AS corrects_id
FROM payment_return AS r
JOIN payment AS p ON p.id = r.payment_id
LEFT JOIN bill AS b ON b.id = p.bill_id
LEFT JOIN credit AS g ON g.payment_id = p.id AND g.source = 'given'
CROSS JOIN LATERAL (SELECT coalesce(b.beneficiary_id, g.beneficiary_id)::text AS family) AS f
CROSS JOIN LATERAL (VALUES
    ('asked', 'refund_bill', '', '', r.from_bill_vnd),
    ('asked', 'refund_credit', f.family, '', r.from_credit_vnd),
    ('asked', 'refund_unidentified', '', '', r.from_unidentified_vnd),
    ('failed', 'refund_failed_bill', '', '', r.from_bill_vnd),
    ('failed', 'refund_failed_credit', '', f.family, r.from_credit_vnd),
    ('failed', 'refund_failed_unidentified', '', '', r.from_unidentified_vnd),
    ('done', CASE r.out_of WHEN 'bank' THEN 'refund_done_bank' WHEN 'cash' THEN 'refund_done_cash'
                           ELSE 'refund_done' END, '', r.out_of_detail,
     r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd + r.short_vnd),
    ('undone', 'unidentify', '', '', r.from_bill_vnd),
    ('undone', 'unidentify_over', f.family, '', r.from_credit_vnd)
) AS v (kind, recipe, debit_detail, credit_detail, amount_vnd)
WHERE r.id = ANY (%(ids)s::bigint[]) AND v.kind = r.kind AND v.amount_vnd > 0
