-- A settlement whose file came after the bank's line: the worker looks at that line again.
UPDATE line_state AS t SET is_due = true
FROM (
    SELECT o.line_id
    FROM settlement AS s
    JOIN bank_line AS l ON l.facility_id = s.facility_id
        AND l.booked_on BETWEEN s.settled_on - %(days)s::int AND s.settled_on + %(days)s::int
        AND l.amount_vnd = abs(s.net_vnd) AND (l.direction = 'out') = (s.net_vnd < 0)
    JOIN line_state AS o ON o.line_id = l.id
    WHERE s.facility_id = %(facility_id)s AND s.id = ANY (%(settlements)s::bigint[])
      AND NOT o.is_due AND o.left_vnd = l.amount_vnd AND o.payment_id IS NULL
      AND o.outcome IN ('to_look_at', 'only_theirs', 'amount_differs')
    ORDER BY o.line_id
    FOR UPDATE OF o
) AS w
WHERE t.line_id = w.line_id
