-- What a run that was brought up to date plans anew, or otherwise than before.
INSERT INTO charge (run_id, facility_id, beneficiary_id, fee_item_id, quantity, unit_price_vnd,
                    amount_vnd)
SELECT %(run_id)s, %(facility_id)s, c.beneficiary_id, c.fee_item_id, c.quantity, c.unit_price_vnd,
       c.quantity * c.unit_price_vnd
FROM unnest(%(beneficiary_ids)s::bigint[], %(item_ids)s::bigint[], %(quantities)s::int[],
            %(prices_vnd)s::bigint[]) AS c (beneficiary_id, fee_item_id, quantity, unit_price_vnd)
ON CONFLICT (run_id, beneficiary_id, fee_item_id) DO UPDATE
SET quantity = excluded.quantity, unit_price_vnd = excluded.unit_price_vnd,
    amount_vnd = excluded.amount_vnd
