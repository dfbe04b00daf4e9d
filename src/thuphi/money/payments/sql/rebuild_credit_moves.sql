-- What lots and their uses say was moved against what the book has of their recipes. (What payments and
-- refunds move is compared by `transfers` and `returns`.)
SELECT coalesce(m.facility_id, t.facility_id) AS facility_id,
       coalesce(m.recipe, t.recipe) || ' ' || coalesce(m.reference, t.reference) AS subject,
       coalesce(t.moved_vnd, 0)::text AS kept, coalesce(m.moved_vnd, 0)::text AS recounted
FROM (
    SELECT v.facility_id, v.recipe, v.reference, sum(v.amount_vnd)::bigint AS moved_vnd
    FROM (
        SELECT c.facility_id, 'release' AS recipe, b.code AS reference, c.amount_vnd
        FROM credit AS c JOIN bill AS b ON b.id = c.bill_id WHERE c.source = 'released'
        UNION ALL
        SELECT c.facility_id, 'open_credit', 'credit:' || c.id, c.amount_vnd
        FROM credit AS c WHERE c.source = 'opening'
        UNION ALL
        SELECT u.facility_id, 'spend', u.reference, u.amount_vnd
        FROM credit_use AS u WHERE u.kind = 'bill'
        UNION ALL
        SELECT u.facility_id, CASE u.kind WHEN 'payout' THEN 'payout_asked' ELSE 'payout_failed' END,
               u.reference, abs(u.amount_vnd)
        FROM credit_use AS u WHERE u.kind IN ('payout', 'payout_back')
        UNION ALL
        SELECT p.facility_id, 'payout_' || p.step, p.reference, p.amount_vnd
        FROM credit_payout AS p WHERE p.step IN ('done_bank', 'done_cash')
    ) AS v
    GROUP BY 1, 2, 3
) AS m
FULL JOIN (
    SELECT facility_id, recipe, reference, sum(amount_vnd)::bigint AS moved_vnd
    FROM transfer
    WHERE recipe IN ('release', 'open_credit', 'spend', 'payout_asked', 'payout_failed',
                     'payout_done_bank', 'payout_done_cash')
    GROUP BY 1, 2, 3
) AS t USING (facility_id, recipe, reference)
WHERE coalesce(t.moved_vnd, 0) <> coalesce(m.moved_vnd, 0)
