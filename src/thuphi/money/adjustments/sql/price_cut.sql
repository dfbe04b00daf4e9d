-- Every charge of an item on the bills of some runs: how many at which price, what of it was waived, and
-- what earlier cuts took off; with what the item stands at on the bill.
SELECT b.code, c.quantity, c.unit_price_vnd, s.waived_vnd, s.cut_vnd, s.standing_vnd
FROM bill AS b
JOIN LATERAL (
    SELECT sum(l.quantity)::bigint AS quantity, max(l.unit_price_vnd) AS unit_price_vnd
    FROM bill_line AS l
    WHERE l.bill_id = b.id AND l.fee_item_id = %(fee_item_id)s AND l.kind = 'charge'
    HAVING count(*) > 0
) AS c ON true
CROSS JOIN LATERAL (
    SELECT coalesce(-sum(l.amount_vnd) FILTER (WHERE l.kind = 'exemption'), 0)::bigint AS waived_vnd,
           coalesce(-sum(l.amount_vnd) FILTER (WHERE l.kind = 'credit' AND EXISTS (
               SELECT FROM adjustment_line AS a JOIN adjustment AS d ON d.id = a.adjustment_id
               WHERE a.bill_line_id = l.id AND d.kind = 'price_cut')), 0)::bigint AS cut_vnd,
           sum(l.amount_vnd)::bigint AS standing_vnd
    FROM bill_line AS l WHERE l.bill_id = b.id AND l.fee_item_id = %(fee_item_id)s
) AS s
WHERE b.run_id = ANY (%(run_ids)s::bigint[]) AND b.facility_id = %(facility_id)s
  AND b.state <> 'cancelled' AND c.unit_price_vnd > %(new_price_vnd)s
ORDER BY b.id
