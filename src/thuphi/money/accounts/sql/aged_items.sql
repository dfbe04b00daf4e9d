-- What is still owed of each fee item, by how long it is late.
SELECT 'item' AS by, '' AS class_name, o.fee_item_id, f.name || ' · ' || f.school_year AS name,
       o.age, count(*) AS bills, sum(o.rest_vnd)::bigint AS rest_vnd
FROM (
    SELECT i.fee_item_id, i.due_vnd - i.paid_vnd AS rest_vnd,
           CASE WHEN b.due_on >= %(today)s::date THEN 'not_due'
                WHEN b.due_on >= %(today)s::date - 30 THEN 'to_30'
                WHEN b.due_on >= %(today)s::date - 60 THEN 'to_60'
                WHEN b.due_on >= %(today)s::date - 90 THEN 'to_90' ELSE 'over_90' END AS age
    FROM bill AS b
    CROSS JOIN LATERAL (
        SELECT * FROM bill_item AS n
        WHERE n.bill_id = b.id AND n.facility_id = %(facility_id)s AND n.due_vnd > n.paid_vnd
        OFFSET 0
    ) AS i
    WHERE b.facility_id = %(facility_id)s AND b.state IN ('open', 'part_paid')
) AS o
JOIN fee_item AS f ON f.id = o.fee_item_id
GROUP BY o.fee_item_id, f.name, f.school_year, o.age
ORDER BY o.fee_item_id
