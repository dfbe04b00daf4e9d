-- What matches move in the book: money that was said to have come is on the account, on the line's day.
-- A provider that takes more back than it pays over has the account debited.
SELECT m.facility_id,
       CASE l.direction WHEN 'in' THEN 'settle' ELSE 'unsettle' END AS recipe,
       CASE l.direction WHEN 'in' THEN l.account ELSE s.channel END AS debit_detail,
       CASE l.direction
           WHEN 'in' THEN coalesce(p.channel, s.channel, 'cash_deposit') ELSE l.account
       END AS credit_detail,
       m.amount_vnd, 'line:' || l.id AS reference,
       coalesce(l.booked_at, (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')
           AS happened_at
FROM line_match AS m
JOIN bank_line AS l ON l.id = m.line_id
LEFT JOIN payment AS p ON m.kind = 'payment' AND p.id = m.subject_id
LEFT JOIN settlement AS s ON m.kind = 'settlement' AND s.id = m.subject_id
WHERE m.id = ANY (%(ids)s::bigint[]) AND m.kind IN ('payment', 'settlement', 'deposit')
