-- What moved on one account in the days asked for, a page of it in the order of the days; with how much there
-- is in all, what the account had before the days, and what the pages before this one come to (debit less
-- credit). What it had before is what it has, less what came since: as in the trial balance.
WITH since AS MATERIALIZED (
    SELECT d.id, d.recipe, d.reference, d.at, d.happened_at,
           CASE WHEN d.debit_account_id = %(account_id)s THEN d.amount_vnd ELSE 0 END AS debit_vnd,
           CASE WHEN d.credit_account_id = %(account_id)s THEN d.amount_vnd ELSE 0 END AS credit_vnd,
           CASE WHEN d.debit_account_id = %(account_id)s THEN d.credit_account_id
                ELSE d.debit_account_id END AS other_id,
           coalesce(d.at < coalesce(%(until_at)s::timestamptz, 'infinity'), false) AS is_within
    FROM ({dated}) AS d
    WHERE (d.debit_account_id = %(account_id)s OR d.credit_account_id = %(account_id)s)
      AND (d.at IS NULL OR d.at >= coalesce(%(from_at)s::timestamptz, '-infinity'))
),
whole AS (
    SELECT count(*) FILTER (WHERE s.is_within) AS rows,
           coalesce(sum(s.debit_vnd) FILTER (WHERE s.is_within), 0)::bigint AS debit_vnd,
           coalesce(sum(s.credit_vnd) FILTER (WHERE s.is_within), 0)::bigint AS credit_vnd,
           coalesce(sum(s.debit_vnd - s.credit_vnd), 0)::bigint AS since_vnd
    FROM since AS s
),
page AS (
    SELECT * FROM since WHERE is_within ORDER BY at, id LIMIT %(limit)s OFFSET %(offset)s
)
SELECT w.rows, (a.debit_vnd - a.credit_vnd - w.since_vnd)::bigint AS before_vnd,
       w.debit_vnd AS whole_debit_vnd, w.credit_vnd AS whole_credit_vnd,
       (SELECT coalesce(sum(b.debit_vnd - b.credit_vnd), 0)::bigint
        FROM (SELECT s.debit_vnd, s.credit_vnd FROM since AS s WHERE s.is_within
              ORDER BY s.at, s.id LIMIT %(offset)s) AS b) AS passed_vnd,
       p.id, p.recipe, p.reference, p.at, p.happened_at, p.debit_vnd, p.credit_vnd,
       o.id AS other_id, o.kind AS other_kind, o.detail AS other_detail
FROM ledger_account AS a
CROSS JOIN whole AS w
LEFT JOIN page AS p ON true
LEFT JOIN ledger_account AS o ON o.id = p.other_id
WHERE a.id = %(account_id)s AND a.facility_id = %(facility_id)s
ORDER BY p.at, p.id
