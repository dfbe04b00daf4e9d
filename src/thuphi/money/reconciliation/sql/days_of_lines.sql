-- For each line, the days before it whose payments by one provider, not settled by anything yet, come to
-- its amount, or to a little more: the fee may have been kept.
WITH line AS MATERIALIZED (
    SELECT l.id, l.amount_vnd, l.booked_on
    FROM bank_line AS l
    WHERE l.facility_id = %(facility_id)s AND l.id = ANY (%(lines)s::bigint[])
      AND l.direction = 'in' AND NOT l.is_reversal
),
day AS MATERIALIZED (
    SELECT p.channel, (p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on, count(*) AS payments,
           sum(h.amount_vnd)::bigint AS gross_vnd
    FROM payment AS p
    JOIN heard AS h ON h.id = p.heard_id
    WHERE p.facility_id = %(facility_id)s AND p.channel = ANY (%(channels)s::text[])
      AND p.part = 0 AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
      AND p.paid_at >= ((SELECT min(booked_on) FROM line) - %(days)s::int)::timestamp
                       AT TIME ZONE 'Asia/Ho_Chi_Minh'
      AND p.paid_at < ((SELECT max(booked_on) FROM line) + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
      AND p.id NOT IN (SELECT d.payment_id FROM settled_row AS d
                       WHERE d.facility_id = %(facility_id)s AND d.payment_id IS NOT NULL
                         AND d.outcome IN ('matched', 'matched_other_day'))
      AND p.id NOT IN (
          SELECT m.subject_id FROM line_match AS m
          WHERE m.facility_id = %(facility_id)s AND m.kind = 'payment'
            AND m.id NOT IN (SELECT u.match_id FROM line_match_undone AS u
                             WHERE u.facility_id = %(facility_id)s)
      )
    GROUP BY 1, 2
)
SELECT l.id, d.channel, d.paid_on, d.payments, d.gross_vnd, d.gross_vnd = l.amount_vnd
FROM line AS l
JOIN day AS d ON d.paid_on BETWEEN l.booked_on - %(days)s::int AND l.booked_on
    AND d.gross_vnd >= l.amount_vnd AND (d.gross_vnd - l.amount_vnd) * 20 <= d.gross_vnd
ORDER BY l.id, d.gross_vnd - l.amount_vnd, l.booked_on - d.paid_on, d.channel
