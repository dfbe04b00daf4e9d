-- A family's account in the book against what is left of its lots.
SELECT coalesce(a.facility_id, l.facility_id) AS facility_id,
       'beneficiary:' || coalesce(a.detail, l.detail) AS subject,
       coalesce(a.held_vnd, 0)::text AS kept, coalesce(l.left_vnd, 0)::text AS recounted
FROM (
    SELECT facility_id, detail, credit_vnd - debit_vnd AS held_vnd
    FROM ledger_account WHERE kind = 'payer_credit'
) AS a
FULL JOIN (
    SELECT c.facility_id, c.beneficiary_id::text AS detail,
           (sum(c.amount_vnd) - coalesce(sum(u.used_vnd), 0))::bigint AS left_vnd
    FROM credit AS c
    LEFT JOIN (
        SELECT credit_id, sum(amount_vnd) AS used_vnd FROM credit_use GROUP BY credit_id
    ) AS u ON u.credit_id = c.id
    GROUP BY c.facility_id, c.beneficiary_id
) AS l USING (facility_id, detail)
WHERE coalesce(a.held_vnd, 0) <> coalesce(l.left_vnd, 0)
