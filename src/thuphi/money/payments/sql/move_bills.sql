-- Move the bills that the batch paid; rules.state_for says the same for one.
UPDATE bill AS b
SET paid_vnd = b.paid_vnd + p.applied_vnd,
    state = CASE WHEN b.paid_vnd + p.applied_vnd >= b.total_vnd THEN 'paid' ELSE 'part_paid' END,
    closed_at = CASE WHEN b.paid_vnd + p.applied_vnd >= b.total_vnd THEN %(booked_at)s::timestamptz END
FROM (
    SELECT bill_id, sum(applied_vnd)::bigint AS applied_vnd
    FROM payment
    WHERE heard_id = ANY (%(ids)s::bigint[]) AND identifies_id IS NULL AND applied_vnd > 0
    GROUP BY bill_id
) AS p
WHERE b.id = p.bill_id
RETURNING b.code
