-- Which of these notifications pay a basket of bills, and each bill's share of what came: in the order
-- of the basket's lines, and what is left over goes with the last of them. A code that needed mending
-- is believed only when just the basket's sum came.
SELECT h.id, l.place, b.code,
       (CASE WHEN l.is_last THEN greatest(h.amount_vnd - l.before_vnd, 0)
             ELSE least(greatest(h.amount_vnd - l.before_vnd, 0), l.amount_vnd) END)::bigint AS share_vnd
FROM heard AS h
JOIN LATERAL (
    SELECT k.id FROM basket AS k
    WHERE k.code = ANY (CASE WHEN h.codes = '{}' AND h.reference <> '' THEN ARRAY(
              SELECT a.code FROM attempt AS a
              WHERE a.merchant_id = h.merchant_id AND a.reference = h.reference)
                             ELSE h.codes END) AND k.facility_id = h.facility_id
      AND (NOT h.corrected OR k.amount_vnd = h.amount_vnd)
    ORDER BY k.id LIMIT 1
) AS k ON true
CROSS JOIN LATERAL (
    SELECT s.bill_id, s.place, s.amount_vnd,
           coalesce(sum(s.amount_vnd) OVER (
               ORDER BY s.place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before_vnd,
           row_number() OVER (ORDER BY s.place DESC) = 1 AS is_last
    FROM basket_line AS s WHERE s.basket_id = k.id
) AS l
JOIN bill AS b ON b.id = l.bill_id
WHERE h.id = ANY (%(ids)s::bigint[]) AND h.outcome = 'confirmed'
  AND (l.is_last OR l.before_vnd < h.amount_vnd) AND h.amount_vnd > l.before_vnd
ORDER BY h.id, l.place
