-- Rows of settlements that nobody has looked at yet, then those that nothing of ours explained so far.
SELECT r.id, r.gross_vnd, r.kind
FROM settlement_row AS r
LEFT JOIN settled_row AS d ON d.row_id = r.id
WHERE r.facility_id = %(facility_id)s
  AND (d.row_id IS NULL OR d.outcome IN ('only_theirs', 'amount_differs'))
ORDER BY d.row_id IS NOT NULL, r.id
LIMIT %(limit)s
