-- What is left to pay on the bills of some runs, item by item. What a bill was paid fills its items
-- from the top down (as in bills' collected_by_item), so that the rests add up to the bill's own.
WITH owed AS (
    SELECT l.bill_id, l.fee_item_id, sum(l.amount_vnd)::bigint AS due_vnd, min(l.id) AS place,
           min(b.paid_vnd) AS paid_vnd
    FROM bill AS b
    JOIN bill_line AS l ON l.bill_id = b.id
    WHERE b.run_id = ANY (%(run_ids)s::bigint[]) AND b.facility_id = %(facility_id)s
      AND b.state IN ('open', 'part_paid')
    GROUP BY l.bill_id, l.fee_item_id
),
laid AS (
    SELECT o.bill_id, o.fee_item_id, o.due_vnd, o.place,
           greatest(o.paid_vnd - coalesce(sum(o.due_vnd) OVER (
               PARTITION BY o.bill_id ORDER BY o.due_vnd >= 0, o.place
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0), 0) AS left_vnd
    FROM owed AS o
)
SELECT b.id, b.code, b.beneficiary_id, p.code, b.beneficiary_name, b.class_name, p.is_active,
       r.name, l.fee_item_id, i.name, (l.due_vnd - least(l.due_vnd, l.left_vnd))::bigint,
       n.id, n.code, n.state
FROM laid AS l
JOIN bill AS b ON b.id = l.bill_id
JOIN collection_run AS r ON r.id = b.run_id
JOIN beneficiary AS p ON p.id = b.beneficiary_id
JOIN fee_item AS i ON i.id = l.fee_item_id
LEFT JOIN bill AS n ON n.run_id = %(to_run_id)s AND n.beneficiary_id = b.beneficiary_id
WHERE l.due_vnd > least(l.due_vnd, l.left_vnd)
ORDER BY b.class_name, b.beneficiary_name, b.beneficiary_id, r.opens_on, b.id, l.place
