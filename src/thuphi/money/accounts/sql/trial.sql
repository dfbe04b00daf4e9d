-- What each account of a facility had before the days asked for, and what moved in them. What an account
-- has had in all is kept; what came since the first of the days is taken off it, so that a month of a
-- long history is read without the years before.
WITH moved AS MATERIALIZED (
    SELECT d.debit_account_id, d.credit_account_id, sum(d.amount_vnd)::bigint AS since_vnd,
           coalesce(sum(d.amount_vnd) FILTER (WHERE d.at IS NOT NULL
               AND (%(until_at)s::timestamptz IS NULL OR d.at < %(until_at)s)), 0)::bigint
               AS within_vnd,
           -- Told of by the last of the days, and not on the account by then.
           count(*) FILTER (WHERE d.is_out) AS out,
           coalesce(sum(d.amount_vnd) FILTER (WHERE d.is_out), 0)::bigint AS out_vnd
    FROM (
        SELECT d.*, d.recipe IN ('pay', 'overpay', 'pay_unknown')
                   AND d.happened_at < coalesce(%(until_at)s::timestamptz, 'infinity')
                   AND (d.at IS NULL OR d.at >= coalesce(%(until_at)s::timestamptz, 'infinity'))
                   AS is_out
        FROM ({dated}) AS d
    ) AS d
    WHERE d.at IS NULL OR d.at >= coalesce(%(from_at)s::timestamptz, '-infinity')
    GROUP BY d.debit_account_id, d.credit_account_id
),
leg AS (
    SELECT m.debit_account_id AS account_id, m.since_vnd AS debit_since_vnd,
           0::bigint AS credit_since_vnd, m.within_vnd AS debit_vnd, 0::bigint AS credit_vnd
    FROM moved AS m
    UNION ALL
    SELECT m.credit_account_id, 0, m.since_vnd, 0, m.within_vnd FROM moved AS m
)
SELECT a.id, a.kind, a.detail,
       (a.debit_vnd - coalesce(sum(l.debit_since_vnd), 0))::bigint AS debit_before_vnd,
       (a.credit_vnd - coalesce(sum(l.credit_since_vnd), 0))::bigint AS credit_before_vnd,
       coalesce(sum(l.debit_vnd), 0)::bigint AS debit_vnd,
       coalesce(sum(l.credit_vnd), 0)::bigint AS credit_vnd,
       (SELECT coalesce(sum(m.out), 0)::bigint FROM moved AS m) AS out,
       (SELECT coalesce(sum(m.out_vnd), 0)::bigint FROM moved AS m) AS out_vnd
FROM ledger_account AS a
LEFT JOIN leg AS l ON l.account_id = a.id
WHERE a.facility_id = %(facility_id)s
GROUP BY a.id
ORDER BY a.kind, a.detail
