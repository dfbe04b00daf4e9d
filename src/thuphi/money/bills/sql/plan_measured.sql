,
measured AS (
    SELECT * FROM unnest(%(measured_people)s::bigint[], %(measured_items)s::bigint[],
                         %(measured_quantities)s::int[])
        AS m (beneficiary_id, fee_item_id, quantity)
)
INSERT INTO charge (run_id, facility_id, beneficiary_id, fee_item_id, quantity, unit_price_vnd,
                    amount_vnd)
SELECT %(run_id)s, %(facility_id)s, m.beneficiary_id, m.fee_item_id, m.quantity, c.unit_price_vnd,
       m.quantity * c.unit_price_vnd
FROM measured AS m
JOIN people AS p ON p.id = m.beneficiary_id
JOIN fee_item AS i ON i.id = m.fee_item_id AND i.facility_id = %(facility_id)s AND i.is_active
LEFT JOIN registration AS g
    ON g.beneficiary_id = m.beneficiary_id AND g.fee_item_id = m.fee_item_id
   AND g.from_on <= %(on)s::date AND g.until_on > %(on)s::date
CROSS JOIN LATERAL (SELECT i.price_vnd * coalesce(g.percent, 100) / 100 AS unit_price_vnd) AS c
WHERE m.quantity > 0
ORDER BY m.beneficiary_id, m.fee_item_id
ON CONFLICT (run_id, beneficiary_id, fee_item_id) DO NOTHING
