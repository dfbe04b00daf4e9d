-- How lines stand from now on.
UPDATE line_state AS s
SET outcome = n.outcome, confirmed = n.confirmed, payment_id = coalesce(n.payment_id, s.payment_id),
    tried = n.tried::jsonb, suggestions = n.suggestions::jsonb, is_due = n.is_due, looked_at = %(at)s
FROM unnest(%(lines)s::bigint[], %(outcomes)s::text[], %(confirmed)s::text[], %(payments)s::bigint[],
            %(tried)s::text[], %(suggestions)s::text[], %(due)s::boolean[])
    AS n (line_id, outcome, confirmed, payment_id, tried, suggestions, is_due)
WHERE s.line_id = n.line_id
