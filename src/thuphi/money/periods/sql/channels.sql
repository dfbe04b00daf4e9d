-- What went through each clearing account by the days on which it happened, and its balance now.
WITH moved AS (
    SELECT a.id,
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
    GROUP BY a.id
)
SELECT a.detail, coalesce(m.opening_vnd, 0)::bigint, coalesce(m.in_vnd, 0)::bigint,
       coalesce(m.settled_vnd, 0)::bigint, coalesce(m.fee_vnd, 0)::bigint, coalesce(m.back_vnd, 0)::bigint,
       coalesce(m.closing_vnd, 0)::bigint, a.debit_vnd - a.credit_vnd
FROM ledger_account AS a
LEFT JOIN moved AS m ON m.id = a.id
WHERE a.facility_id = %(facility_id)s AND a.kind = 'clearing'
ORDER BY a.detail
