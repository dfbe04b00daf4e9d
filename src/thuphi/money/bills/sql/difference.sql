,
before AS (
    SELECT c.beneficiary_id, c.fee_item_id, c.quantity, c.unit_price_vnd
    FROM charge AS c
    LEFT JOIN people AS p ON p.id = c.beneficiary_id
    LEFT JOIN rule AS w ON w.fee_item_id = c.fee_item_id
    WHERE c.run_id = %(run_id)s
      AND (
          c.beneficiary_id = ANY (%(left_out)s::bigint[])
          OR (c.description = '' AND c.fee_item_id = ANY (%(dropped)s::bigint[]))
          OR (c.description = '' AND p.id IS NOT NULL AND w.fee_item_id IS NOT NULL)
      )
),
differs AS (
    SELECT coalesce(a.beneficiary_id, b.beneficiary_id) AS beneficiary_id,
           coalesce(a.fee_item_id, b.fee_item_id) AS fee_item_id,
           b.quantity AS before_quantity, b.unit_price_vnd AS before_price_vnd,
           a.quantity AS after_quantity, a.unit_price_vnd AS after_price_vnd
    FROM before AS b
    FULL JOIN wanted AS a
        ON a.beneficiary_id = b.beneficiary_id AND a.fee_item_id = b.fee_item_id
    WHERE (a.quantity, a.unit_price_vnd) IS DISTINCT FROM (b.quantity, b.unit_price_vnd)
)
SELECT d.beneficiary_id, p.code, p.name, p.class_name, d.fee_item_id, i.name,
       d.before_quantity, d.before_price_vnd, d.after_quantity, d.after_price_vnd,
       coalesce(e.percent, 0), l.id, l.code, l.state, l.paid_vnd, coalesce(n.net_vnd, 0)::bigint,
       coalesce(q.lines, 0),
       d.before_quantity IS NULL AND EXISTS (
           SELECT FROM charge AS c
           WHERE c.run_id = %(run_id)s AND c.beneficiary_id = d.beneficiary_id
             AND c.fee_item_id = d.fee_item_id
       )
FROM differs AS d
JOIN collection_run AS r ON r.id = %(run_id)s
JOIN beneficiary AS p ON p.id = d.beneficiary_id
JOIN fee_item AS i ON i.id = d.fee_item_id
LEFT JOIN planned AS q ON q.beneficiary_id = d.beneficiary_id
LEFT JOIN bill AS l ON l.run_id = r.id AND l.beneficiary_id = d.beneficiary_id
LEFT JOIN exemption AS e
    ON e.beneficiary_id = d.beneficiary_id AND e.fee_item_id = d.fee_item_id
   AND e.from_on <= r.opens_on AND e.until_on > r.opens_on
LEFT JOIN LATERAL (
    SELECT sum(x.amount_vnd) AS net_vnd FROM bill_line AS x
    WHERE x.bill_id = l.id AND x.fee_item_id = d.fee_item_id
) AS n ON true
ORDER BY p.class_name, p.name, d.beneficiary_id, i.code, d.fee_item_id
