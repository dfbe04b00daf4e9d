-- For each provider and a span of days: what we have heard, what the provider says it pays, and what of
-- it is on the account. A day is the day of the payment on all three sides, so that the sides can be
-- compared; a row without an instant counts on the day of its settlement. What the bank has of a
-- settlement is counted by its rows, for the line is as large as they are.
WITH bound AS (
    SELECT %(from_on)s::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS from_at,
           (%(to_on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS to_at
),
live AS MATERIALIZED (
    SELECT m.kind, m.subject_id, m.line_id
    FROM line_match AS m
    WHERE m.facility_id = %(facility_id)s AND m.kind IN ('payment', 'settlement')
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
),
ours AS (
    SELECT p.channel, count(*) AS payments, sum(h.amount_vnd)::bigint AS paid_vnd,
           count(l.line_id) AS lines, coalesce(sum(h.amount_vnd) FILTER (WHERE l.line_id IS NOT NULL), 0)::bigint
               AS came_vnd
    FROM bound AS b
    JOIN payment AS p ON p.facility_id = %(facility_id)s AND p.paid_at >= b.from_at AND p.paid_at < b.to_at
    JOIN heard AS h ON h.id = p.heard_id
    LEFT JOIN live AS l ON l.kind = 'payment' AND l.subject_id = p.id
    WHERE p.channel <> 'cash' AND p.part = 0 AND p.identifies_id IS NULL
      AND p.finding NOT IN ('duplicate', 'not_for_us')
    GROUP BY p.channel
),
back AS (
    SELECT r.out_of_detail AS channel, count(*) AS refunds,
           sum(r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd)::bigint AS refunded_vnd
    FROM bound AS b
    JOIN payment_return AS r ON r.facility_id = %(facility_id)s AND r.kind = 'done'
        AND r.out_of = 'clearing' AND r.happened_at >= b.from_at AND r.happened_at < b.to_at
    GROUP BY r.out_of_detail
),
theirs AS (
    SELECT s.channel, count(*) AS rows, sum(r.gross_vnd)::bigint AS gross_vnd, sum(r.fee_vnd)::bigint AS fee_vnd,
           sum(r.net_vnd)::bigint AS net_vnd,
           count(DISTINCT l.line_id) AS lines,
           coalesce(sum(r.net_vnd) FILTER (WHERE l.line_id IS NOT NULL), 0)::bigint AS came_vnd,
           count(*) FILTER (WHERE coalesce(d.outcome, 'waiting') NOT IN ('matched', 'matched_other_day'))
               AS unexplained
    FROM settlement AS s
    JOIN settlement_row AS r ON r.settlement_id = s.id
    LEFT JOIN settled_row AS d ON d.row_id = r.id
    LEFT JOIN live AS l ON l.kind = 'settlement' AND l.subject_id = s.id
    WHERE s.facility_id = %(facility_id)s
      AND coalesce((r.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, s.settled_on)
          BETWEEN %(from_on)s::date AND %(to_on)s::date
    GROUP BY s.channel
)
SELECT c.channel, coalesce(o.payments, 0), coalesce(o.paid_vnd, 0), coalesce(k.refunds, 0),
       coalesce(k.refunded_vnd, 0), t.rows, t.gross_vnd, t.fee_vnd, t.net_vnd, coalesce(t.unexplained, 0),
       coalesce(o.lines, 0) + coalesce(t.lines, 0), coalesce(o.came_vnd, 0) + coalesce(t.came_vnd, 0)
FROM (SELECT channel FROM ours UNION SELECT channel FROM back UNION SELECT channel FROM theirs) AS c
LEFT JOIN ours AS o ON o.channel = c.channel
LEFT JOIN back AS k ON k.channel = c.channel
LEFT JOIN theirs AS t ON t.channel = c.channel
WHERE c.channel <> ''
ORDER BY c.channel
