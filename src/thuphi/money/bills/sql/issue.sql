-- Issue one chunk of a run: bills with their lines, in one statement, so that the check that a bill
-- equals its lines sees both. A waiver is rounded down (rules.waived_vnd). One item that is paid in
-- one sum makes its whole bill so. A line with words of its own (arrears) is not waived again.
WITH picked AS (
    SELECT * FROM unnest(%(beneficiary_ids)s::bigint[], %(bill_ids)s::bigint[], %(codes)s::text[])
        AS p (beneficiary_id, bill_id, code)
),
planned AS (
    SELECT p.bill_id, c.fee_item_id, coalesce(nullif(c.description, ''), i.name) AS name,
           c.quantity, c.unit_price_vnd, c.amount_vnd,
           c.amount_vnd * e.percent / 100 AS waived_vnd, e.reason, i.allows_instalments
    FROM picked AS p
    JOIN charge AS c ON c.run_id = %(run_id)s AND c.beneficiary_id = p.beneficiary_id
    JOIN fee_item AS i ON i.id = c.fee_item_id
    LEFT JOIN exemption AS e
        ON e.beneficiary_id = c.beneficiary_id AND e.fee_item_id = c.fee_item_id
       AND c.description = ''
       AND e.from_on <= %(opens_on)s AND e.until_on > %(opens_on)s
),
total AS (
    SELECT bill_id, sum(amount_vnd - coalesce(waived_vnd, 0))::bigint AS total_vnd,
           bool_and(allows_instalments) AS allows_instalments
    FROM planned GROUP BY bill_id
),
new_bill AS (
    INSERT INTO bill (id, code, facility_id, run_id, beneficiary_id, payer_name, beneficiary_name,
                      class_name, reason, total_vnd, paid_vnd, state, allows_part, due_on,
                      issued_at, closed_at)
    SELECT p.bill_id, p.code, b.facility_id, %(run_id)s, b.id, b.payer_name, b.name, b.class_name,
           %(reason)s, t.total_vnd, 0, CASE WHEN t.total_vnd = 0 THEN 'paid' ELSE 'open' END,
           %(allows_part)s AND t.allows_instalments, %(due_on)s, %(issued_at)s::timestamptz,
           CASE WHEN t.total_vnd = 0 THEN %(issued_at)s::timestamptz END
    FROM picked AS p
    JOIN total AS t USING (bill_id)
    JOIN beneficiary AS b ON b.id = p.beneficiary_id
    ORDER BY p.bill_id
    RETURNING id, facility_id
)
INSERT INTO bill_line (bill_id, facility_id, kind, fee_item_id, description, quantity,
                       unit_price_vnd, amount_vnd, reason, added_at)
SELECT n.bill_id, b.facility_id, v.kind, n.fee_item_id, n.name,
       CASE v.kind WHEN 'charge' THEN n.quantity ELSE 1 END,
       CASE v.kind WHEN 'charge' THEN n.unit_price_vnd ELSE -n.waived_vnd END,
       CASE v.kind WHEN 'charge' THEN n.amount_vnd ELSE -n.waived_vnd END,
       CASE v.kind WHEN 'charge' THEN '' ELSE coalesce(n.reason, '') END, %(issued_at)s
FROM planned AS n
JOIN new_bill AS b ON b.id = n.bill_id
CROSS JOIN (VALUES ('charge'), ('exemption')) AS v (kind)
WHERE v.kind = 'charge' OR n.waived_vnd IS NOT NULL
ORDER BY n.bill_id, n.fee_item_id, v.kind
