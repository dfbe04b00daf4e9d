-- What went through each clearing account by the days on which it happened, and what of the balance
-- at the end arrived on the bank only afterwards (`late`), or had arrived before it was paid by our
-- clock (counted against it).
WITH moved AS (
    SELECT a.detail AS channel,
           sum(s.sign * t.amount_vnd) FILTER (WHERE t.happened_at < %(start_at)s) AS opening_vnd,
           sum(s.sign * t.amount_vnd) FILTER (WHERE t.happened_at >= %(start_at)s
               AND t.recipe IN ('pay', 'overpay', 'pay_unknown', 'bank_cash')) AS in_vnd,
           sum(-s.sign * t.amount_vnd) FILTER (WHERE t.happened_at >= %(start_at)s
               AND t.recipe IN ('settle', 'unsettle')) AS settled_vnd,
           sum(-s.sign * t.amount_vnd) FILTER (WHERE t.happened_at >= %(start_at)s
               AND t.recipe IN ('fee_kept', 'fee_given_back')) AS fee_vnd,
           sum(-s.sign * t.amount_vnd) FILTER (WHERE t.happened_at >= %(start_at)s
               AND t.recipe = 'refund_done') AS back_vnd,
           sum(s.sign * t.amount_vnd) AS closing_vnd
    FROM ledger_account AS a
    CROSS JOIN (VALUES (1), (-1)) AS s (sign)
    JOIN transfer AS t ON t.facility_id = a.facility_id AND t.happened_at < %(end_at)s
        AND a.id = CASE s.sign WHEN 1 THEN t.debit_account_id ELSE t.credit_account_id END
    WHERE a.facility_id = %(facility_id)s AND a.kind = 'clearing'
    GROUP BY a.detail
),
live AS MATERIALIZED (
    SELECT m.kind, m.subject_id, m.amount_vnd, l.booked_on
    FROM line_match AS m
    JOIN bank_line AS l ON l.id = m.line_id
    WHERE m.facility_id = %(facility_id)s
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
),
crossing AS (
    SELECT p.channel, m.booked_on, p.paid_at AS happened_at, m.amount_vnd
    FROM live AS m JOIN payment AS p ON p.id = m.subject_id WHERE m.kind = 'payment'
    UNION ALL
    SELECT p.channel, m.booked_on, p.paid_at, r.gross_vnd
    FROM live AS m
    JOIN settlement_row AS r ON r.settlement_id = m.subject_id
    JOIN settled_row AS d ON d.row_id = r.id AND d.outcome IN ('matched', 'matched_other_day')
    JOIN payment AS p ON p.id = d.payment_id
    WHERE m.kind = 'settlement'
    UNION ALL
    SELECT 'cash_deposit', m.booked_on, d.deposited_at, m.amount_vnd
    FROM live AS m JOIN cash_deposit AS d ON d.id = m.subject_id WHERE m.kind = 'deposit'
),
late AS (
    SELECT channel, sum(CASE WHEN booked_on > %(until_on)s AND happened_at < %(end_at)s THEN amount_vnd
                             WHEN booked_on <= %(until_on)s AND happened_at >= %(end_at)s THEN -amount_vnd
                             ELSE 0 END) AS late_vnd
    FROM crossing GROUP BY channel
)
SELECT m.channel, coalesce(m.opening_vnd, 0)::bigint, coalesce(m.in_vnd, 0)::bigint,
       coalesce(m.settled_vnd, 0)::bigint, coalesce(m.fee_vnd, 0)::bigint, coalesce(m.back_vnd, 0)::bigint,
       m.closing_vnd::bigint, coalesce(l.late_vnd, 0)::bigint
FROM moved AS m
LEFT JOIN late AS l ON l.channel = m.channel
ORDER BY m.channel
