-- Write released money as lots. What it moves in the book is booked by who releases it.
INSERT INTO credit (facility_id, beneficiary_id, fee_item_id, source, bill_id, amount_vnd, is_cashless,
                    reason, happened_at)
SELECT b.facility_id, b.beneficiary_id, r.fee_item_id, 'released', b.id, r.amount_vnd, r.is_cashless,
       %(reason)s, %(at)s
FROM unnest(%(bill_ids)s::bigint[], %(item_ids)s::bigint[], %(amounts_vnd)s::bigint[],
            %(cashless)s::boolean[]) WITH ORDINALITY
    AS r (bill_id, fee_item_id, amount_vnd, is_cashless, place)
JOIN bill AS b ON b.id = r.bill_id
ORDER BY r.place
RETURNING id
