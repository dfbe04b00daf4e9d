-- What is left of each line, and what its matches leave of it.
SELECT l.facility_id, 'line:' || l.id, s.left_vnd::text, (l.amount_vnd - coalesce(m.matched_vnd, 0))::text
FROM bank_line AS l
LEFT JOIN line_state AS s ON s.line_id = l.id
LEFT JOIN (
    SELECT m.line_id, sum(m.amount_vnd)::bigint AS matched_vnd
    FROM line_match AS m
    WHERE NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
    GROUP BY m.line_id
) AS m ON m.line_id = l.id
WHERE s.left_vnd IS DISTINCT FROM l.amount_vnd - coalesce(m.matched_vnd, 0)
