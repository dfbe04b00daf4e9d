-- What undone matches move back in the book, on the day on which they were undone.
SELECT m.facility_id,
       CASE l.direction WHEN 'in' THEN 'unsettle' ELSE 'settle' END AS recipe,
       CASE l.direction
           WHEN 'in' THEN coalesce(p.channel, s.channel, 'cash_deposit') ELSE l.account
       END AS debit_detail,
       CASE l.direction WHEN 'in' THEN l.account ELSE s.channel END AS credit_detail,
       m.amount_vnd, 'line:' || l.id AS reference, %(at)s::timestamptz AS happened_at
FROM line_match AS m
JOIN bank_line AS l ON l.id = m.line_id
LEFT JOIN payment AS p ON m.kind = 'payment' AND p.id = m.subject_id
LEFT JOIN settlement AS s ON m.kind = 'settlement' AND s.id = m.subject_id
WHERE m.id = ANY (%(ids)s::bigint[]) AND m.kind IN ('payment', 'settlement', 'deposit')
