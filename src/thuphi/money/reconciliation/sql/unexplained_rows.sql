-- Rows of settlements that arrived at the account and that nothing of ours explains.
SELECT r.id, s.channel, r.gross_vnd, s.settled_on, r.provider_reference, r.settlement_id
FROM line_match AS m
JOIN settlement AS s ON s.id = m.subject_id
JOIN settlement_row AS r ON r.settlement_id = s.id
LEFT JOIN settled_row AS d ON d.row_id = r.id
WHERE m.facility_id = %(facility_id)s AND m.kind = 'settlement' AND r.gross_vnd <> 0
  AND coalesce(d.outcome, '') NOT IN ('matched', 'matched_other_day')
  AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
