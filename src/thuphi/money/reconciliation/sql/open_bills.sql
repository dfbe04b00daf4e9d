-- Bills of a facility on which something is owed, and baskets of which each bill is owed just its share.
SELECT b.code, b.total_vnd - b.paid_vnd, b.payer_name, b.beneficiary_name, b.class_name, y.payer_phone,
       b.id
FROM bill AS b
JOIN beneficiary AS y ON y.id = b.beneficiary_id
WHERE b.facility_id = %(facility_id)s AND b.state IN ('open', 'part_paid') AND b.total_vnd > b.paid_vnd
UNION ALL
SELECT k.code, k.amount_vnd, '', '', '', '', NULL
FROM basket AS k
WHERE k.facility_id = %(facility_id)s AND k.made_at > %(baskets_since)s
  AND NOT EXISTS (
      SELECT FROM basket_line AS l JOIN bill AS b ON b.id = l.bill_id
      WHERE l.basket_id = k.id AND (b.state = 'cancelled' OR b.total_vnd - b.paid_vnd <> l.amount_vnd))
