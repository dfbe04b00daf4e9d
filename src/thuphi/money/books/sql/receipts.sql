-- Sổ thu và thanh toán: every receipt of money, and every payment of it back to families.
WITH moved AS (
    SELECT p.paid_at AS at, p.bill_id, NULL::bigint AS beneficiary_id,
           CASE WHEN p.receipt_number IS NOT NULL
                THEN lpad(p.receipt_number::text, 6, '0') || '/' || p.receipt_year ELSE '' END
               AS paper,
           p.method, p.amount_vnd AS in_vnd, NULL::bigint AS out_vnd, 0 AS side, p.id
    FROM payment AS p
    WHERE p.facility_id = %(facility_id)s AND p.finding NOT IN ('duplicate', 'not_for_us')
      AND NOT EXISTS (SELECT FROM payment AS f WHERE f.identifies_id = p.id)
      AND (%(from_at)s::timestamptz IS NULL OR p.paid_at >= %(from_at)s)
      AND (%(until_at)s::timestamptz IS NULL OR p.paid_at < %(until_at)s)
    UNION ALL
    SELECT r.happened_at, p.bill_id, NULL, '', 'refund', NULL,
           r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd, 1, r.id
    FROM payment_return AS r
    JOIN payment AS p ON p.id = r.payment_id
    WHERE r.facility_id = %(facility_id)s AND r.kind = 'done'
      AND (%(from_at)s::timestamptz IS NULL OR r.happened_at >= %(from_at)s)
      AND (%(until_at)s::timestamptz IS NULL OR r.happened_at < %(until_at)s)
    UNION ALL
    SELECT c.happened_at, NULL, c.beneficiary_id, c.reference, 'payout', NULL, c.amount_vnd, 2, c.id
    FROM credit_payout AS c
    WHERE c.facility_id = %(facility_id)s AND c.step IN ('done_bank', 'done_cash')
      AND (%(from_at)s::timestamptz IS NULL OR c.happened_at >= %(from_at)s)
      AND (%(until_at)s::timestamptz IS NULL OR c.happened_at < %(until_at)s)
)
SELECT (m.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS "on", m.paper,
       coalesce(b.beneficiary_name, o.name, '') AS name,
       coalesce(b.class_name, o.class_name, '') AS class_name, coalesce(b.reason, '') AS reason,
       coalesce(b.code, '') AS bill_code, m.method, m.in_vnd, m.out_vnd,
       m.at AS place_1, m.side AS place_2, m.id AS place_3
FROM moved AS m
LEFT JOIN bill AS b ON b.id = m.bill_id
LEFT JOIN beneficiary AS o ON o.id = m.beneficiary_id
WHERE (%(run_id)s::bigint IS NULL OR b.run_id = %(run_id)s)
  AND (%(class_name)s::text IS NULL OR coalesce(b.class_name, o.class_name) = %(class_name)s)
