-- By which rules a run bills from now on; items that were dropped stay to be read.
INSERT INTO run_item (run_id, facility_id, fee_item_id, quantity, unit_price_vnd,
                      is_by_registration, is_billed)
SELECT %(run_id)s, %(facility_id)s, w.fee_item_id, w.quantity, w.unit_price_vnd,
       w.is_by_registration, w.fee_item_id <> ALL (%(dropped)s::bigint[])
FROM unnest(%(item_ids)s::bigint[], %(quantities)s::int[], %(prices_vnd)s::bigint[],
            %(by_registration)s::boolean[])
    AS w (fee_item_id, quantity, unit_price_vnd, is_by_registration)
ON CONFLICT (run_id, fee_item_id) DO UPDATE
SET quantity = excluded.quantity, unit_price_vnd = excluded.unit_price_vnd,
    is_by_registration = excluded.is_by_registration, is_billed = excluded.is_billed
