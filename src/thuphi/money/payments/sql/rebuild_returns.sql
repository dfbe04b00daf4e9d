-- What is said to have gone back or to have been undone was moved in the book, and nothing else moved by
-- these recipes.
SELECT coalesce(p.facility_id, t.facility_id) AS facility_id,
       coalesce(p.recipe, t.recipe) || ' ' || coalesce(p.reference, t.reference) AS subject,
       coalesce(t.moved_vnd, 0)::text AS kept, coalesce(p.back_vnd, 0)::text AS recounted
FROM (
    SELECT r.facility_id, v.recipe, coalesce(b.code, 'heard:' || p.heard_id) AS reference,
           sum(v.amount_vnd)::bigint AS back_vnd
    FROM payment_return AS r
    JOIN payment AS p ON p.id = r.payment_id
    LEFT JOIN bill AS b ON b.id = p.bill_id
    CROSS JOIN LATERAL (VALUES
        ('refund_bill', CASE r.kind WHEN 'asked' THEN r.from_bill_vnd ELSE 0 END),
        ('refund_credit', CASE r.kind WHEN 'asked' THEN r.from_credit_vnd ELSE 0 END),
        ('refund_unidentified', CASE r.kind WHEN 'asked' THEN r.from_unidentified_vnd ELSE 0 END),
        ('refund_failed_bill', CASE r.kind WHEN 'failed' THEN r.from_bill_vnd ELSE 0 END),
        ('refund_failed_credit', CASE r.kind WHEN 'failed' THEN r.from_credit_vnd ELSE 0 END),
        ('refund_failed_unidentified',
         CASE r.kind WHEN 'failed' THEN r.from_unidentified_vnd ELSE 0 END),
        ('unidentify', CASE r.kind WHEN 'undone' THEN r.from_bill_vnd ELSE 0 END),
        ('unidentify_over', CASE r.kind WHEN 'undone' THEN r.from_credit_vnd ELSE 0 END),
        (CASE r.out_of WHEN 'bank' THEN 'refund_done_bank' WHEN 'cash' THEN 'refund_done_cash'
                       ELSE 'refund_done' END,
         CASE r.kind WHEN 'done'
             THEN r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd + r.short_vnd
             ELSE 0 END)
    ) AS v (recipe, amount_vnd)
    WHERE v.amount_vnd > 0
    GROUP BY 1, 2, 3
) AS p
FULL JOIN (
    SELECT facility_id, recipe, reference, sum(amount_vnd)::bigint AS moved_vnd
    FROM transfer
    WHERE recipe IN ('refund_bill', 'refund_credit', 'refund_unidentified', 'refund_failed_bill',
                     'refund_failed_credit', 'refund_failed_unidentified', 'refund_done',
                     'refund_done_bank', 'refund_done_cash', 'unidentify', 'unidentify_over')
    GROUP BY 1, 2, 3
) AS t USING (facility_id, recipe, reference)
WHERE coalesce(t.moved_vnd, 0) <> coalesce(p.back_vnd, 0)
