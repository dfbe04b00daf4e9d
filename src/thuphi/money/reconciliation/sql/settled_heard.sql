-- Notifications whose money a settlement has brought to the account, and what it told of them.
SELECT p.heard_id, r.settlement_id, r.gross_vnd
FROM line_match AS m
JOIN settlement_row AS r ON r.settlement_id = m.subject_id
JOIN settled_row AS d ON d.row_id = r.id AND d.outcome IN ('matched', 'matched_other_day')
JOIN payment AS p ON p.id = d.payment_id
WHERE m.facility_id = %(facility_id)s AND m.kind = 'settlement'
  AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
