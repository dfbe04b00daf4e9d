-- What the book says is still owed on a bill against the bill's own rest.
SELECT coalesce(b.facility_id, t.facility_id) AS facility_id,
       coalesce(b.code, t.reference) AS subject, coalesce(b.rest_vnd, 0)::text AS kept,
       coalesce(t.owed_vnd, 0)::text AS recounted
FROM (
    SELECT facility_id, code,
           CASE WHEN state = 'cancelled' THEN 0 ELSE total_vnd - paid_vnd END AS rest_vnd
    FROM bill
) AS b
FULL JOIN (
    SELECT t.facility_id, t.reference,
           sum(CASE WHEN a.id = t.debit_account_id THEN t.amount_vnd ELSE -t.amount_vnd END)::bigint
               AS owed_vnd
    FROM transfer AS t
    JOIN ledger_account AS a
        ON a.id IN (t.debit_account_id, t.credit_account_id) AND a.kind = 'receivable'
    GROUP BY t.facility_id, t.reference
) AS t ON t.facility_id = b.facility_id AND t.reference = b.code
WHERE coalesce(b.rest_vnd, 0) <> coalesce(t.owed_vnd, 0)
