-- Every đồng of cash that came in or went out in a span of time, in the order in which it moved.
-- What came in is told by its payments, what went out by the book.
SELECT m.happened_at, m.kind, m.document, m.slip, m.who, m.about, m.class_name, m.code, m.person,
       m.in_vnd, m.out_vnd
FROM (
    SELECT p.paid_at AS happened_at, 1 AS turn, p.id, 'taken' AS kind,
           p.receipt_year || '-' || lpad(p.receipt_number::text, 7, '0') AS document,
           coalesce(k.series || ' ' || lpad(s.number::text, 7, '0'), '') AS slip,
           coalesce(nullif(h.payer_name, ''), b.payer_name) AS who,
           b.beneficiary_name || ' · ' || b.reason AS about, b.class_name, b.code,
           p.taken_by AS person, p.applied_vnd + p.excess_vnd AS in_vnd, 0::bigint AS out_vnd
    FROM payment AS p
    JOIN bill AS b ON b.id = p.bill_id
    JOIN heard AS h ON h.id = p.heard_id
    LEFT JOIN receipt_slip AS s ON s.payment_id = p.id
    LEFT JOIN receipt_book AS k ON k.id = s.book_id
    WHERE p.facility_id = %(facility_id)s AND p.channel = 'cash' AND p.identifies_id IS NULL
      AND p.paid_at >= %(from_at)s AND p.paid_at < %(until_at)s
    UNION ALL
    SELECT t.happened_at, 2, t.id, CASE t.recipe WHEN 'refund_done_cash' THEN 'refunded'
                                                 WHEN 'payout_done_cash' THEN 'paid_out'
                                                 ELSE 'deposited' END,
           coalesce(d.document, b.code, t.reference), '', coalesce(d.account, b.payer_name, ''),
           coalesce(b.beneficiary_name || ' · ' || b.reason, ''), coalesce(b.class_name, ''),
           coalesce(b.code, ''), d.deposited_by, 0, t.amount_vnd
    FROM transfer AS t
    LEFT JOIN bill AS b ON b.code = t.reference
    LEFT JOIN cash_deposit AS d ON t.recipe = 'bank_cash' AND t.reference = 'deposit:' || d.id
                               AND d.facility_id = t.facility_id
    WHERE t.facility_id = %(facility_id)s
      AND t.recipe IN ('refund_done_cash', 'payout_done_cash', 'bank_cash')
      AND t.happened_at >= %(from_at)s AND t.happened_at < %(until_at)s
) AS m
ORDER BY m.happened_at, m.turn, m.id
