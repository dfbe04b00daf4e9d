-- What each line moved in the book by settling, and what the matches beside it say.
SELECT coalesce(t.facility_id, m.facility_id), 'line:' || coalesce(t.line_id, m.line_id),
       coalesce(t.moved_vnd, 0)::text, coalesce(m.moved_vnd, 0)::text
FROM (
    SELECT facility_id, substr(reference, 6)::bigint AS line_id,
           sum(CASE recipe WHEN 'settle' THEN amount_vnd ELSE -amount_vnd END)::bigint AS moved_vnd
    FROM transfer
    WHERE recipe IN ('settle', 'unsettle') AND reference ~ '^line:[0-9]+$'
    GROUP BY 1, 2
) AS t
FULL JOIN (
    SELECT m.facility_id, m.line_id,
           sum(CASE WHEN u.match_id IS NOT NULL THEN 0 WHEN l.direction = 'in' THEN m.amount_vnd
                    ELSE -m.amount_vnd END)::bigint AS moved_vnd
    FROM line_match AS m
    JOIN bank_line AS l ON l.id = m.line_id
    LEFT JOIN line_match_undone AS u ON u.match_id = m.id
    WHERE m.kind IN ('payment', 'settlement', 'deposit')
    GROUP BY 1, 2
) AS m ON m.facility_id = t.facility_id AND m.line_id = t.line_id
WHERE coalesce(t.moved_vnd, 0) <> coalesce(m.moved_vnd, 0)
