-- What statements say of each account in some days, beside what the book has moved on it.
WITH told AS (
    SELECT l.account,
           sum(l.amount_vnd) FILTER (WHERE l.direction = 'in') AS in_vnd,
           sum(l.amount_vnd) FILTER (WHERE l.direction = 'out') AS out_vnd,
           sum(l.amount_vnd) FILTER (WHERE l.direction = 'in' AND s.outcome = 'not_ours') AS other_in_vnd,
           sum(l.amount_vnd) FILTER (WHERE l.direction = 'out' AND s.outcome = 'not_ours') AS other_out_vnd,
           sum(coalesce(s.left_vnd, l.amount_vnd)) FILTER (
               WHERE l.direction = 'in' AND s.outcome IS DISTINCT FROM 'not_ours') AS open_in_vnd,
           sum(coalesce(s.left_vnd, l.amount_vnd)) FILTER (
               WHERE l.direction = 'out' AND s.outcome IS DISTINCT FROM 'not_ours') AS open_out_vnd
    FROM bank_line AS l LEFT JOIN line_state AS s ON s.line_id = l.id
    WHERE l.facility_id = %(facility_id)s AND l.booked_on BETWEEN %(from_on)s AND %(until_on)s
    GROUP BY l.account
),
booked AS (
    SELECT a.detail AS account,
           sum(t.amount_vnd) FILTER (WHERE a.id = t.debit_account_id) AS in_vnd,
           sum(t.amount_vnd) FILTER (WHERE a.id = t.credit_account_id) AS out_vnd
    FROM ledger_account AS a
    JOIN transfer AS t ON t.facility_id = a.facility_id AND a.id IN (t.debit_account_id, t.credit_account_id)
    WHERE a.facility_id = %(facility_id)s AND a.kind = 'bank'
      AND t.happened_at >= %(start_at)s AND t.happened_at < %(end_at)s
    GROUP BY a.detail
),
sheets AS (
    SELECT s.account,
           (array_agg(s.opening_vnd ORDER BY s.from_on, s.id) FILTER (WHERE s.opening_vnd IS NOT NULL))[1]
               AS opening_vnd,
           (array_agg(s.closing_vnd ORDER BY s.to_on DESC, s.id DESC)
               FILTER (WHERE s.closing_vnd IS NOT NULL))[1] AS closing_vnd
    FROM statement AS s
    WHERE s.facility_id = %(facility_id)s AND s.kind IN ('end_of_day', 'sheet')
      AND s.from_on >= %(from_on)s AND s.to_on <= %(until_on)s
    GROUP BY s.account
)
SELECT n.account, s.opening_vnd, coalesce(t.in_vnd, 0)::bigint, coalesce(t.out_vnd, 0)::bigint, s.closing_vnd,
       coalesce(t.other_in_vnd, 0)::bigint, coalesce(t.other_out_vnd, 0)::bigint,
       coalesce(t.open_in_vnd, 0)::bigint, coalesce(t.open_out_vnd, 0)::bigint,
       coalesce(b.in_vnd, 0)::bigint, coalesce(b.out_vnd, 0)::bigint
FROM (SELECT account FROM told UNION SELECT account FROM booked UNION SELECT account FROM sheets) AS n
LEFT JOIN told AS t ON t.account = n.account
LEFT JOIN booked AS b ON b.account = n.account
LEFT JOIN sheets AS s ON s.account = n.account
ORDER BY n.account
