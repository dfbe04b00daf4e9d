-- HP-BC12: every payment that brought more than its bill needed, and what is left of that.
SELECT p.code, b.beneficiary_name AS name, b.class_name, coalesce(r.name, b.reason) AS run,
       b.code AS bill_code, (y.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on,
       y.amount_vnd, y.excess_vnd, y.excess_vnd - coalesce(c.left_vnd, 0) AS used_vnd,
       coalesce(c.left_vnd, 0)::bigint AS left_vnd, y.paid_at AS place_1, y.id AS place_2
FROM payment AS y
JOIN bill AS b ON b.id = y.bill_id
JOIN beneficiary AS p ON p.id = b.beneficiary_id
LEFT JOIN collection_run AS r ON r.id = b.run_id
LEFT JOIN LATERAL (
    SELECT sum(c.amount_vnd - coalesce((
               SELECT sum(u.amount_vnd) FROM credit_use AS u WHERE u.credit_id = c.id), 0))::bigint
           AS left_vnd
    FROM credit AS c
    WHERE c.payment_id = y.id AND c.source = 'overpaid'
) AS c ON true
WHERE y.facility_id = %(facility_id)s AND y.excess_vnd > 0
  AND (%(run_id)s::bigint IS NULL OR b.run_id = %(run_id)s)
  AND (%(class_name)s::text IS NULL OR b.class_name = %(class_name)s)
  AND (%(from_at)s::timestamptz IS NULL OR y.paid_at >= %(from_at)s)
  AND (%(until_at)s::timestamptz IS NULL OR y.paid_at < %(until_at)s)
