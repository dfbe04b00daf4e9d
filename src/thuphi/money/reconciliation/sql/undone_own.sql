-- What a person took apart is not put together again.
SELECT m.line_id, m.kind, m.subject_id
FROM line_match AS m
JOIN line_match_undone AS u ON u.match_id = m.id
WHERE m.line_id = ANY (%(ids)s::bigint[])
