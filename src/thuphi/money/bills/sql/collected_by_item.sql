-- Due and collected of a run by fee item. What a bill was paid fills its items from the top down;
-- an item that takes away in all (a credit) comes first and counts as settled, so that the collected
-- column adds up to exactly what was paid.
WITH owed AS (
    SELECT l.bill_id, l.fee_item_id, sum(l.amount_vnd)::bigint AS due_vnd, min(l.id) AS place,
           min(b.paid_vnd) AS paid_vnd
    FROM bill_line AS l
    JOIN bill AS b ON b.id = l.bill_id
    WHERE b.run_id = %(run_id)s AND b.facility_id = %(facility_id)s AND b.state <> 'cancelled'
    GROUP BY l.bill_id, l.fee_item_id
),
laid AS (
    SELECT o.fee_item_id, o.due_vnd,
           o.paid_vnd - coalesce(sum(o.due_vnd) OVER (
               PARTITION BY o.bill_id ORDER BY o.due_vnd >= 0, o.place
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0) AS left_vnd
    FROM owed AS o
)
SELECT i.id, i.name, count(*), sum(l.due_vnd)::bigint,
       sum(CASE WHEN l.due_vnd < 0 THEN l.due_vnd
                ELSE greatest(least(l.due_vnd, l.left_vnd), 0) END)::bigint
FROM laid AS l
JOIN fee_item AS i ON i.id = l.fee_item_id
GROUP BY i.id, i.name
ORDER BY i.id
