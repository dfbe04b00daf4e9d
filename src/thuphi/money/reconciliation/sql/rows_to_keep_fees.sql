-- What providers kept of settlements that are beside a line, or give back when they are beside it no more.
SELECT m.facility_id, %(recipe)s::text AS recipe, s.channel AS debit_detail, s.channel AS credit_detail,
       s.fee_vnd AS amount_vnd, 'line:' || l.id AS reference,
       coalesce(%(at)s::timestamptz, l.booked_at,
                (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh') AS happened_at
FROM line_match AS m
JOIN bank_line AS l ON l.id = m.line_id
JOIN settlement AS s ON s.id = m.subject_id
WHERE m.id = ANY (%(ids)s::bigint[]) AND m.kind = 'settlement' AND s.fee_vnd > 0
