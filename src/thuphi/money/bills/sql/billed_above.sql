-- What live bills charge above the ceiling of their items, by facility.
SELECT l.facility_id, sum((l.unit_price_vnd - c.max_vnd) * l.quantity)::bigint AS above_vnd
FROM unnest(%(items)s::bigint[], %(limits)s::bigint[]) AS c (item_id, max_vnd)
JOIN bill_line AS l ON l.fee_item_id = c.item_id
JOIN bill AS b ON b.id = l.bill_id
WHERE l.kind = 'charge' AND l.unit_price_vnd > c.max_vnd AND b.state <> 'cancelled'
GROUP BY l.facility_id
