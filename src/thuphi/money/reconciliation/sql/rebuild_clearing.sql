-- The clearing accounts of the book, and what payments, matches and settlements say lies in them.
SELECT coalesce(a.facility_id, t.facility_id), 'clearing:' || coalesce(a.detail, t.channel),
       coalesce(a.balance_vnd, 0)::text, coalesce(t.balance_vnd, 0)::text
FROM (
    SELECT facility_id, detail, debit_vnd - credit_vnd AS balance_vnd
    FROM ledger_account WHERE kind = 'clearing'
) AS a
FULL JOIN (
    SELECT facility_id, channel, sum(amount_vnd)::bigint AS balance_vnd FROM moves GROUP BY 1, 2
) AS t ON t.facility_id = a.facility_id AND t.channel = a.detail
WHERE coalesce(a.balance_vnd, 0) <> coalesce(t.balance_vnd, 0)
