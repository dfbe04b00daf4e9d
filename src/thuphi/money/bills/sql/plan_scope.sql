-- Plan the same items for everybody in a run's scope; what is planned already stays as it is. The
-- rule is kept, so that the run can be brought up to date by it.
WITH kept_rule AS (
    INSERT INTO run_item (run_id, facility_id, fee_item_id, quantity, unit_price_vnd,
                          is_by_registration)
    SELECT r.id, r.facility_id, i.id, w.quantity, i.price_vnd, false
    FROM collection_run AS r
    CROSS JOIN unnest(%(item_ids)s::bigint[], %(quantities)s::int[]) AS w (item_id, quantity)
    JOIN fee_item AS i ON i.id = w.item_id AND i.facility_id = r.facility_id AND i.is_active
    WHERE r.id = %(run_id)s
    ON CONFLICT (run_id, fee_item_id) DO NOTHING
)
INSERT INTO charge (run_id, facility_id, beneficiary_id, fee_item_id, quantity, unit_price_vnd,
                    amount_vnd)
SELECT r.id, r.facility_id, b.id, i.id, w.quantity, i.price_vnd, w.quantity * i.price_vnd
FROM collection_run AS r
JOIN beneficiary AS b ON b.facility_id = r.facility_id AND b.is_active
    AND CASE r.scope_kind
        WHEN 'school' THEN true
        WHEN 'grade' THEN r.scope_values ? b.grade
        WHEN 'pupils' THEN r.scope_values ? b.code
        ELSE r.scope_values ? b.class_name
    END
CROSS JOIN unnest(%(item_ids)s::bigint[], %(quantities)s::int[]) AS w (item_id, quantity)
JOIN fee_item AS i ON i.id = w.item_id AND i.facility_id = r.facility_id AND i.is_active
WHERE r.id = %(run_id)s
ORDER BY b.id, i.id
ON CONFLICT (run_id, beneficiary_id, fee_item_id) DO NOTHING
