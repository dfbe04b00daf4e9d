-- Sổ quỹ tiền mặt: what was in the fund before the days asked for, each deed in them, and what was
-- left after each. Cash in collectors' hands is cash of the facility and stands here too.
WITH deed AS (
    SELECT p.paid_at AS at, 'cash_taken' AS deed, p.id, p.bill_id, NULL::bigint AS beneficiary_id,
           CASE WHEN p.receipt_number IS NOT NULL
                THEN lpad(p.receipt_number::text, 6, '0') || '/' || p.receipt_year ELSE '' END
               AS paper,
           p.amount_vnd AS in_vnd, NULL::bigint AS out_vnd
    FROM payment AS p
    WHERE p.facility_id = %(facility_id)s AND p.channel = 'cash' AND p.identifies_id IS NULL
      AND p.finding NOT IN ('duplicate', 'not_for_us')
    UNION ALL
    SELECT r.happened_at, 'cash_returned', r.id, p.bill_id, NULL, '', NULL,
           r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd
    FROM payment_return AS r
    JOIN payment AS p ON p.id = r.payment_id
    WHERE r.facility_id = %(facility_id)s AND r.kind = 'done' AND r.out_of = 'cash'
    UNION ALL
    SELECT c.happened_at, 'cash_paid_out', c.id, NULL, c.beneficiary_id, c.reference, NULL,
           c.amount_vnd
    FROM credit_payout AS c
    WHERE c.facility_id = %(facility_id)s AND c.step = 'done_cash'
    UNION ALL
    SELECT d.deposited_at, 'cash_banked', d.id, NULL, NULL, d.document, NULL, d.amount_vnd
    FROM cash_deposit AS d
    WHERE d.facility_id = %(facility_id)s
),
running AS (
    SELECT d.*, sum(coalesce(d.in_vnd, 0) - coalesce(d.out_vnd, 0))
               OVER (ORDER BY d.at, d.deed, d.id ROWS UNBOUNDED PRECEDING)::bigint AS left_vnd
    FROM deed AS d
    WHERE %(until_at)s::timestamptz IS NULL OR d.at < %(until_at)s
)
SELECT NULL::date AS "on", '' AS paper, 'cash_before' AS deed, '' AS name, '' AS reason,
       NULL::bigint AS in_vnd, NULL::bigint AS out_vnd, coalesce((
           SELECT sum(coalesce(d.in_vnd, 0) - coalesce(d.out_vnd, 0)) FROM deed AS d
           WHERE d.at < %(from_at)s), 0)::bigint AS left_vnd,
       NULL::timestamptz AS place_1, '' AS place_2, 0::bigint AS place_3
UNION ALL
SELECT (r.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, r.paper, r.deed,
       coalesce(b.beneficiary_name, o.name, ''), coalesce(b.reason, ''), r.in_vnd, r.out_vnd,
       r.left_vnd, r.at, r.deed, r.id
FROM running AS r
LEFT JOIN bill AS b ON b.id = r.bill_id
LEFT JOIN beneficiary AS o ON o.id = r.beneficiary_id
WHERE %(from_at)s::timestamptz IS NULL OR r.at >= %(from_at)s
