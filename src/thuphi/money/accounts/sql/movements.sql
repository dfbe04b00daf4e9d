-- What moved on one account in the days asked for, in the order of the days.
SELECT d.id, d.recipe, d.reference, d.at, d.happened_at,
       CASE WHEN d.debit_account_id = %(account_id)s THEN d.amount_vnd ELSE 0 END AS debit_vnd,
       CASE WHEN d.credit_account_id = %(account_id)s THEN d.amount_vnd ELSE 0 END AS credit_vnd,
       o.id AS other_id, o.kind AS other_kind, o.detail AS other_detail,
       sum(CASE WHEN d.debit_account_id = %(account_id)s THEN d.amount_vnd ELSE -d.amount_vnd END)
           OVER (ORDER BY d.at, d.id)::bigint AS running_vnd,
       count(*) OVER () AS rows
FROM ({dated}) AS d
JOIN ledger_account AS o
    ON o.id = CASE WHEN d.debit_account_id = %(account_id)s THEN d.credit_account_id
                   ELSE d.debit_account_id END
WHERE (d.debit_account_id = %(account_id)s OR d.credit_account_id = %(account_id)s)
  AND d.at >= coalesce(%(from_at)s::timestamptz, '-infinity')
  AND d.at < coalesce(%(until_at)s::timestamptz, 'infinity')
ORDER BY d.at, d.id
LIMIT %(limit)s OFFSET %(offset)s
