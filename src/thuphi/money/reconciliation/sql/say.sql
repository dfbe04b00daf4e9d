-- How lines stand from now on.
UPDATE line_state AS s
SET outcome = n.outcome, confirmed = n.confirmed, payment_id = coalesce(n.payment_id, s.payment_id),
    tried = n.tried, suggestions = n.suggestions, is_due = n.is_due, looked_at = %(at)s
FROM json_to_recordset(%(standings)s::json) AS n (
    line_id bigint, outcome text, confirmed text, payment_id bigint, tried jsonb, suggestions jsonb,
    is_due boolean)
WHERE s.line_id = n.line_id
