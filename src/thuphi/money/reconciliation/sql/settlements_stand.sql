-- How settlements stand: the line that brought each, and how many of its rows are what.
SELECT s.id, l.id, l.booked_on, l.account, m.id, m.how, coalesce(r.rows, 0), coalesce(r.unlooked, 0),
       coalesce(r.unexplained, 0), coalesce(r.unexplained_vnd, 0)
FROM settlement AS s
LEFT JOIN LATERAL (
    SELECT o.id, o.line_id, o.how
    FROM line_match AS o
    WHERE o.facility_id = s.facility_id AND o.kind = 'settlement' AND o.subject_id = s.id
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = o.id)
) AS m ON true
LEFT JOIN bank_line AS l ON l.id = m.line_id
LEFT JOIN LATERAL (
    SELECT count(*) AS rows, count(*) FILTER (WHERE d.row_id IS NULL) AS unlooked,
           count(*) FILTER (WHERE d.outcome NOT IN ('matched', 'matched_other_day')) AS unexplained,
           coalesce(sum(w.gross_vnd) FILTER (WHERE d.outcome NOT IN ('matched', 'matched_other_day')), 0)::bigint
               AS unexplained_vnd
    FROM settlement_row AS w
    LEFT JOIN settled_row AS d ON d.row_id = w.id
    WHERE w.settlement_id = s.id
) AS r ON true
WHERE s.facility_id = %(facility_id)s AND s.id = ANY (%(ids)s::bigint[])
