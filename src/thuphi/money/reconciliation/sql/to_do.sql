-- What waits for a person: what is left of lines that the worker could not place, and money that a
-- notification brought, whose owner nobody knows and of which nothing is on its way back.
to_do AS (
    SELECT 'line' AS kind, l.id, s.left_vnd AS amount_vnd, l.booked_on AS day, s.outcome,
           l.direction = 'out' AS is_out, l.payer_name, l.text
    FROM line_state AS s
    JOIN bank_line AS l ON l.id = s.line_id
    WHERE s.facility_id = %(facility_id)s AND s.left_vnd > 0
      AND s.outcome IN ('only_theirs', 'amount_differs', 'to_look_at', 'duplicate', 'reversed')

    UNION ALL

    SELECT 'payment', p.id, p.unidentified_vnd,
           (p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
           CASE p.finding WHEN 'closed' THEN 'to_look_at' ELSE 'only_theirs' END,
           false, h.payer_name, h.text
    FROM payment AS p
    JOIN heard AS h ON h.id = p.heard_id
    WHERE p.facility_id = %(facility_id)s AND p.finding IN ('unknown', 'closed')
      AND NOT EXISTS (SELECT FROM payment AS later WHERE later.identifies_id = p.id)
      AND NOT EXISTS (
          SELECT FROM refund AS r
          WHERE r.payment_id = p.id AND r.state = ANY (%(holding)s::text[])
          GROUP BY r.payment_id
          HAVING sum(r.amount_vnd) >= p.unidentified_vnd)
)
