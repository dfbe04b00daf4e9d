-- A page of a settlement's rows with what each is; those that need somebody first.
SELECT r.id, r.place, r.kind, r.provider_reference, r.our_reference, r.paid_at, r.gross_vnd, r.fee_vnd, r.net_vnd,
       coalesce(d.outcome, 'waiting'), d.payment_id, d.refund_id, coalesce(b.code, f.code, ''), h.amount_vnd
FROM settlement_row AS r
LEFT JOIN settled_row AS d ON d.row_id = r.id
LEFT JOIN payment AS p ON p.id = d.payment_id
LEFT JOIN heard AS h ON h.id = p.heard_id
LEFT JOIN bill AS b ON b.id = p.bill_id
LEFT JOIN refund AS f ON f.id = d.refund_id
WHERE r.facility_id = %(facility_id)s AND r.settlement_id = %(settlement_id)s
  AND (%(outcome)s::text IS NULL OR coalesce(d.outcome, 'waiting') = %(outcome)s)
ORDER BY coalesce(d.outcome, 'waiting') IN ('matched', 'matched_other_day'), r.place
LIMIT %(limit)s OFFSET %(offset)s
