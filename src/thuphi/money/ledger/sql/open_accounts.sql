-- Open the accounts that the rows will move money between and that are not there yet.
INSERT INTO ledger_account (facility_id, kind, detail)
SELECT DISTINCT n.facility_id, n.kind, n.detail
FROM (SELECT DISTINCT facility_id, recipe, debit_detail, credit_detail FROM ({rows}) AS t) AS r
JOIN (VALUES {recipes}) AS k (recipe, debit_kind, credit_kind) ON k.recipe = r.recipe
CROSS JOIN LATERAL (VALUES
    (r.facility_id, k.debit_kind, r.debit_detail),
    (r.facility_id, k.credit_kind, r.credit_detail)
) AS n (facility_id, kind, detail)
WHERE NOT EXISTS (
    SELECT FROM ledger_account AS a
    WHERE a.facility_id = n.facility_id AND a.kind = n.kind AND a.detail = n.detail
)
ORDER BY 1, 2, 3
ON CONFLICT DO NOTHING
