-- Refunds that a settlement, arrived at the account, has kept back.
SELECT d.refund_id, r.settlement_id, r.gross_vnd
FROM line_match AS m
JOIN settlement_row AS r ON r.settlement_id = m.subject_id
JOIN settled_row AS d ON d.row_id = r.id AND d.outcome IN ('matched', 'matched_other_day')
WHERE m.facility_id = %(facility_id)s AND m.kind = 'settlement' AND d.refund_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
