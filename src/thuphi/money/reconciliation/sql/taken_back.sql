-- Earlier lines of the same account and sum that go the other way: what a line may take back.
SELECT n.id, l.id, l.is_reversal OR n.is_reversal,
       array_remove(l.bank_reference || ARRAY(
           SELECT s.bank_reference FROM line_seen AS s
           WHERE s.line_id = l.id AND s.bank_reference <> '' ORDER BY s.id), ''),
       o.left_vnd = l.amount_vnd, l.booked_on,
       ARRAY(SELECT m.subject_id FROM line_match AS m
             WHERE m.line_id = l.id AND m.kind = 'payment'
               AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
             ORDER BY m.id),
       ARRAY(SELECT m.amount_vnd FROM line_match AS m
             WHERE m.line_id = l.id AND m.kind = 'payment'
               AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
             ORDER BY m.id)
FROM bank_line AS n
JOIN bank_line AS l ON l.facility_id = n.facility_id AND l.account = n.account
    AND l.amount_vnd = n.amount_vnd AND l.direction <> n.direction
    AND l.booked_on BETWEEN n.booked_on - %(days)s::int AND n.booked_on
JOIN line_state AS o ON o.line_id = l.id
WHERE n.id = ANY (%(ids)s::bigint[]) AND NOT l.is_reversal AND o.outcome <> 'reversed'
ORDER BY n.id, l.booked_on DESC, l.id DESC
