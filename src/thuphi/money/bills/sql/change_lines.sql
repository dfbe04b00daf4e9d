-- Debit and credit lines on bills that are out, with what they do to total, paid and state, in one
-- statement, so that the check that a bill equals its lines sees both. rules.state_for says the same
-- for one bill.
WITH wanted AS MATERIALIZED (
    SELECT w.line_id, w.bill_id, w.fee_item_id, w.amount_vnd, w.description, b.facility_id
    FROM unnest(%(line_ids)s::bigint[], %(bill_ids)s::bigint[], %(item_ids)s::bigint[],
                %(amounts_vnd)s::bigint[], %(descriptions)s::text[])
        AS w (line_id, bill_id, fee_item_id, amount_vnd, description)
    JOIN bill AS b ON b.id = w.bill_id
),
added AS (
    INSERT INTO bill_line (id, bill_id, facility_id, kind, fee_item_id, description, quantity,
                           unit_price_vnd, amount_vnd, reason, added_at)
    SELECT w.line_id, w.bill_id, w.facility_id,
           CASE WHEN w.amount_vnd > 0 THEN 'debit' ELSE 'credit' END, w.fee_item_id,
           coalesce(nullif(w.description, ''), i.name), 1, w.amount_vnd, w.amount_vnd, %(reason)s,
           %(at)s
    FROM wanted AS w
    JOIN fee_item AS i ON i.id = w.fee_item_id
    ORDER BY w.line_id
),
sums AS (
    SELECT w.bill_id, sum(w.amount_vnd)::bigint AS amount_vnd FROM wanted AS w GROUP BY w.bill_id
),
stands AS (
    SELECT b.id, b.total_vnd + s.amount_vnd AS total_vnd,
           least(b.paid_vnd, b.total_vnd + s.amount_vnd) AS paid_vnd
    FROM bill AS b JOIN sums AS s ON s.bill_id = b.id
)
UPDATE bill AS b
SET total_vnd = s.total_vnd, paid_vnd = s.paid_vnd,
    state = CASE WHEN s.paid_vnd >= s.total_vnd THEN 'paid'
                 WHEN s.paid_vnd > 0 THEN 'part_paid' ELSE 'open' END,
    closed_at = CASE WHEN s.paid_vnd < s.total_vnd THEN NULL
                     ELSE coalesce(b.closed_at, %(at)s::timestamptz) END
FROM stands AS s
WHERE b.id = s.id
RETURNING b.code
