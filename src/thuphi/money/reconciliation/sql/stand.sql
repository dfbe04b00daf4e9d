-- Write down what stands beside lines. The statement's triggers take it from what is left of each line,
-- and refuse what is more than there is.
INSERT INTO line_match (line_id, facility_id, kind, subject_id, amount_vnd, how, made_by, reason, made_at)
SELECT n.line_id, n.facility_id, n.kind, n.subject_id, n.amount_vnd, n.how, n.made_by, n.reason, %(at)s
FROM ROWS FROM (json_to_recordset(%(matches)s::json) AS (
        line_id bigint, facility_id bigint, kind text, subject_id bigint, amount_vnd bigint, how text,
        made_by bigint, reason text))
    WITH ORDINALITY
    AS n (line_id, facility_id, kind, subject_id, amount_vnd, how, made_by, reason, place)
ORDER BY n.place
RETURNING id
