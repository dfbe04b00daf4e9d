-- Each kind of account before, in and after some days, by the days on which things happened.
SELECT a.kind,
       coalesce(sum(s.sign * t.amount_vnd) FILTER (WHERE t.happened_at < %(start_at)s), 0)::bigint,
       coalesce(sum(t.amount_vnd) FILTER (WHERE t.happened_at >= %(start_at)s AND s.sign = 1), 0)::bigint,
       coalesce(sum(t.amount_vnd) FILTER (WHERE t.happened_at >= %(start_at)s AND s.sign = -1), 0)::bigint
FROM transfer AS t
CROSS JOIN (VALUES (1), (-1)) AS s (sign)
JOIN ledger_account AS a ON a.id = CASE s.sign WHEN 1 THEN t.debit_account_id ELSE t.credit_account_id END
WHERE t.facility_id = %(facility_id)s AND t.happened_at < %(end_at)s
GROUP BY a.kind
ORDER BY a.kind
