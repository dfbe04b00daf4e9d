-- What is known of these days of an account: each line, and how each file that told it called it.
SELECT l.id, l.booked_on, l.direction, l.amount_vnd, l.ordinal, l.booked_at,
       array_append(array_agg(n.bank_reference) FILTER (WHERE n.bank_reference <> ''), l.bank_reference),
       array_append(array_agg(n.text) FILTER (WHERE n.text <> ''), l.text),
       coalesce(array_agg(DISTINCT o.format || '/' || o.profile) FILTER (WHERE o.id IS NOT NULL), '{}')
FROM bank_line AS l
LEFT JOIN line_seen AS n ON n.line_id = l.id
LEFT JOIN statement AS s ON s.id = n.statement_id
LEFT JOIN statement_file AS o ON o.id = s.file_id
WHERE l.facility_id = %(facility_id)s AND l.account = %(account)s
  AND l.booked_on = ANY (%(days)s::date[])
GROUP BY l.id
ORDER BY l.booked_on, l.direction, l.amount_vnd, l.ordinal
