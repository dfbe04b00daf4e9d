-- What moved on one account in the days asked for, a page of it in the order of the days; with how much there
-- is in all, and what the pages before this one come to, debit less credit.
WITH mine AS MATERIALIZED (
    SELECT d.id, d.recipe, d.reference, d.at, d.happened_at,
           CASE WHEN d.debit_account_id = %(account_id)s THEN d.amount_vnd ELSE 0 END AS debit_vnd,
           CASE WHEN d.credit_account_id = %(account_id)s THEN d.amount_vnd ELSE 0 END AS credit_vnd,
           CASE WHEN d.debit_account_id = %(account_id)s THEN d.credit_account_id
                ELSE d.debit_account_id END AS other_id
    FROM ({dated}) AS d
    WHERE (d.debit_account_id = %(account_id)s OR d.credit_account_id = %(account_id)s)
      AND d.at >= coalesce(%(from_at)s::timestamptz, '-infinity')
      AND d.at < coalesce(%(until_at)s::timestamptz, 'infinity')
),
page AS (
    SELECT * FROM mine ORDER BY at, id LIMIT %(limit)s OFFSET %(offset)s
)
SELECT p.id, p.recipe, p.reference, p.at, p.happened_at, p.debit_vnd, p.credit_vnd,
       o.id AS other_id, o.kind AS other_kind, o.detail AS other_detail,
       (SELECT count(*) FROM mine) AS rows,
       (SELECT coalesce(sum(b.debit_vnd - b.credit_vnd), 0)::bigint
        FROM (SELECT m.debit_vnd, m.credit_vnd FROM mine AS m ORDER BY m.at, m.id
              LIMIT %(offset)s) AS b) AS before_vnd
FROM page AS p
JOIN ledger_account AS o ON o.id = p.other_id
ORDER BY p.at, p.id
