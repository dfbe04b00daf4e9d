-- Which rest went from which bill to which.
INSERT INTO carried_arrear (facility_id, from_bill_id, to_bill_id, fee_item_id, amount_vnd,
                            carried_at)
SELECT %(facility_id)s, c.from_bill_id, n.id, c.fee_item_id, c.amount_vnd, %(at)s::timestamptz
FROM unnest(%(from_bill_ids)s::bigint[], %(beneficiary_ids)s::bigint[], %(item_ids)s::bigint[],
            %(amounts_vnd)s::bigint[])
    AS c (from_bill_id, beneficiary_id, fee_item_id, amount_vnd)
JOIN bill AS n ON n.run_id = %(to_run_id)s AND n.beneficiary_id = c.beneficiary_id
ORDER BY c.from_bill_id, c.fee_item_id
