-- Book rows as transfers. The query of rows yields facility_id, recipe, debit_detail, credit_detail, amount_vnd,
-- reference, happened_at; the list of recipes says which kinds of account each recipe moves between.
-- An account that is missing leaves a NULL, which the table refuses: no row can drop out unseen.
INSERT INTO transfer
    (facility_id, recipe, debit_account_id, credit_account_id, amount_vnd, reference, happened_at,
     corrects_id)
SELECT r.facility_id, r.recipe, d.id, c.id, r.amount_vnd, r.reference, r.happened_at, {corrects}
FROM ({rows}) AS r
JOIN (VALUES {recipes}) AS k (recipe, debit_kind, credit_kind) ON k.recipe = r.recipe
LEFT JOIN ledger_account AS d
    ON d.facility_id = r.facility_id AND d.kind = k.debit_kind AND d.detail = r.debit_detail
LEFT JOIN ledger_account AS c
    ON c.facility_id = r.facility_id AND c.kind = k.credit_kind AND c.detail = r.credit_detail
