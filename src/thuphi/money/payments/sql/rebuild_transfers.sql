-- What the payments say was moved against what the book has of their recipes.
SELECT coalesce(p.facility_id, t.facility_id) AS facility_id,
       coalesce(p.recipe, t.recipe) || ' ' || coalesce(p.reference, t.reference) AS subject,
       coalesce(t.moved_vnd, 0)::text AS kept, coalesce(p.paid_vnd, 0)::text AS recounted
FROM (
    SELECT p.facility_id, v.recipe, coalesce(b.code, 'heard:' || p.heard_id) AS reference,
           sum(v.amount_vnd)::bigint AS paid_vnd
    FROM payment AS p
    LEFT JOIN bill AS b ON b.id = p.bill_id
    LEFT JOIN payment AS before ON before.id = p.identifies_id
    CROSS JOIN LATERAL (VALUES
        (CASE WHEN p.identifies_id IS NOT NULL THEN 'identify'
              WHEN p.channel = 'cash' THEN 'pay_cash' ELSE 'pay' END, p.applied_vnd),
        (CASE WHEN p.identifies_id IS NOT NULL THEN 'identify_over'
              WHEN p.channel = 'cash' THEN 'overpay_cash' ELSE 'overpay' END, p.excess_vnd),
        (CASE WHEN p.identifies_id IS NULL THEN 'pay_unknown'
              WHEN before.finding = 'not_for_us' THEN 'own_again' END, p.unidentified_vnd),
        ('disown', CASE WHEN p.identifies_id IS NOT NULL AND p.finding = 'not_for_us'
                        THEN p.amount_vnd ELSE 0 END)
    ) AS v (recipe, amount_vnd)
    WHERE v.amount_vnd > 0 AND v.recipe IS NOT NULL
    GROUP BY 1, 2, 3
) AS p
FULL JOIN (
    SELECT facility_id, recipe, reference, sum(amount_vnd)::bigint AS moved_vnd
    FROM transfer
    WHERE recipe IN ('pay', 'pay_cash', 'overpay', 'overpay_cash', 'pay_unknown', 'identify',
                     'identify_over', 'disown', 'own_again')
    GROUP BY 1, 2, 3
) AS t USING (facility_id, recipe, reference)
WHERE coalesce(t.moved_vnd, 0) <> coalesce(p.paid_vnd, 0)
