-- What rows of settlements turned out to be; one that was looked at before may be more by now.
INSERT INTO settled_row (row_id, facility_id, payment_id, refund_id, outcome, matched_at)
SELECT v.row_id, %(facility_id)s, v.payment_id, v.refund_id, v.outcome, %(at)s
FROM unnest(%(rows)s::bigint[], %(payments)s::bigint[], %(refunds)s::bigint[], %(outcomes)s::text[])
    AS v (row_id, payment_id, refund_id, outcome)
ON CONFLICT (row_id) DO UPDATE
SET payment_id = excluded.payment_id, refund_id = excluded.refund_id, outcome = excluded.outcome,
    matched_at = excluded.matched_at
WHERE settled_row.outcome IN ('only_theirs', 'amount_differs')
  AND (settled_row.outcome, settled_row.payment_id, settled_row.refund_id)
      IS DISTINCT FROM (excluded.outcome, excluded.payment_id, excluded.refund_id)
