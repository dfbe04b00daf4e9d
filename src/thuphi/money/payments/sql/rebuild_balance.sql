-- An account's two sums against its transfers.
SELECT a.facility_id, a.kind || ':' || a.detail || ' ' || v.side AS subject,
       v.kept_vnd::text AS kept, v.counted_vnd::text AS recounted
FROM ledger_account AS a
LEFT JOIN (
    SELECT account_id, sum(debit_vnd)::bigint AS debit_vnd, sum(credit_vnd)::bigint AS credit_vnd
    FROM (
        SELECT debit_account_id AS account_id, amount_vnd AS debit_vnd, 0 AS credit_vnd FROM transfer
        UNION ALL
        SELECT credit_account_id, 0, amount_vnd FROM transfer
    ) AS leg
    GROUP BY account_id
) AS s ON s.account_id = a.id
CROSS JOIN LATERAL (VALUES
    ('debit', a.debit_vnd, coalesce(s.debit_vnd, 0)),
    ('credit', a.credit_vnd, coalesce(s.credit_vnd, 0))
) AS v (side, kept_vnd, counted_vnd)
WHERE v.kept_vnd <> v.counted_vnd
