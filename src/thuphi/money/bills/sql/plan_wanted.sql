,
kept_rule AS (
    INSERT INTO run_item (run_id, facility_id, fee_item_id, quantity, unit_price_vnd,
                          is_by_registration)
    SELECT %(run_id)s, %(facility_id)s, w.fee_item_id, w.quantity, w.unit_price_vnd,
           w.is_by_registration
    FROM rule AS w
    ON CONFLICT (run_id, fee_item_id) DO NOTHING
)
INSERT INTO charge (run_id, facility_id, beneficiary_id, fee_item_id, quantity, unit_price_vnd,
                    amount_vnd)
SELECT %(run_id)s, %(facility_id)s, w.beneficiary_id, w.fee_item_id, w.quantity, w.unit_price_vnd,
       w.quantity * w.unit_price_vnd
FROM wanted AS w
ORDER BY w.beneficiary_id, w.fee_item_id
ON CONFLICT (run_id, beneficiary_id, fee_item_id) DO NOTHING
