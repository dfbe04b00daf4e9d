-- Issue bills that belong to no run, with their lines, in one statement, so that the check that a
-- bill equals its lines sees both. Who pays less for an item on the day of issue does so here too;
-- a waiver is rounded down (rules.waived_vnd). One item that is paid in one sum makes its whole bill
-- so.
WITH wanted AS (
    SELECT * FROM unnest(%(bill_ids)s::bigint[], %(codes)s::text[], %(beneficiary_ids)s::bigint[],
                         %(payer_names)s::text[], %(reasons)s::text[], %(due_ons)s::date[],
                         %(allow_parts)s::boolean[], %(references)s::text[])
        AS w (bill_id, code, beneficiary_id, payer_name, reason, due_on, allows_part, reference)
),
line AS (
    SELECT l.bill_id, l.place, l.fee_item_id, i.name, l.quantity,
           coalesce(l.unit_price_vnd, i.price_vnd) AS unit_price_vnd,
           l.quantity * coalesce(l.unit_price_vnd, i.price_vnd) AS amount_vnd,
           l.quantity * coalesce(l.unit_price_vnd, i.price_vnd) * e.percent / 100 AS waived_vnd,
           e.reason, i.allows_instalments
    FROM unnest(%(line_bill_ids)s::bigint[], %(line_item_ids)s::bigint[],
                %(line_quantities)s::int[], %(line_prices_vnd)s::bigint[])
        WITH ORDINALITY AS l (bill_id, fee_item_id, quantity, unit_price_vnd, place)
    JOIN wanted AS w ON w.bill_id = l.bill_id
    JOIN fee_item AS i ON i.id = l.fee_item_id AND i.facility_id = %(facility_id)s
    LEFT JOIN exemption AS e
        ON e.beneficiary_id = w.beneficiary_id AND e.fee_item_id = l.fee_item_id
       AND e.from_on <= %(issued_on)s::date AND e.until_on > %(issued_on)s::date
),
total AS (
    SELECT bill_id, sum(amount_vnd - coalesce(waived_vnd, 0))::bigint AS total_vnd,
           bool_and(allows_instalments) AS allows_instalments
    FROM line GROUP BY bill_id
),
new_bill AS (
    INSERT INTO bill (id, code, facility_id, beneficiary_id, payer_name, beneficiary_name,
                      class_name, reason, total_vnd, paid_vnd, state, allows_part, due_on,
                      issued_at, closed_at, external_reference)
    SELECT w.bill_id, w.code, b.facility_id, b.id,
           coalesce(nullif(w.payer_name, ''), b.payer_name), b.name, b.class_name, w.reason,
           t.total_vnd, 0, CASE WHEN t.total_vnd = 0 THEN 'paid' ELSE 'open' END,
           w.allows_part AND t.allows_instalments, w.due_on, %(issued_at)s::timestamptz,
           CASE WHEN t.total_vnd = 0 THEN %(issued_at)s::timestamptz END, w.reference
    FROM wanted AS w
    JOIN total AS t USING (bill_id)
    JOIN beneficiary AS b ON b.id = w.beneficiary_id AND b.facility_id = %(facility_id)s
    ORDER BY w.bill_id
    RETURNING id, facility_id
)
INSERT INTO bill_line (bill_id, facility_id, kind, fee_item_id, description, quantity,
                       unit_price_vnd, amount_vnd, reason, added_at)
SELECT n.bill_id, b.facility_id, v.kind, n.fee_item_id, n.name,
       CASE v.kind WHEN 'charge' THEN n.quantity ELSE 1 END,
       CASE v.kind WHEN 'charge' THEN n.unit_price_vnd ELSE -n.waived_vnd END,
       CASE v.kind WHEN 'charge' THEN n.amount_vnd ELSE -n.waived_vnd END,
       CASE v.kind WHEN 'charge' THEN '' ELSE coalesce(n.reason, '') END,
       %(issued_at)s::timestamptz
FROM line AS n
JOIN new_bill AS b ON b.id = n.bill_id
CROSS JOIN (VALUES ('charge'), ('exemption')) AS v (kind)
WHERE v.kind = 'charge' OR n.waived_vnd IS NOT NULL
ORDER BY n.bill_id, n.place, v.kind
