-- HP-BC04a: one run, class by class.
WITH owed AS (
    SELECT b.class_name, b.id AS bill_id, l.charged_vnd, l.charged_vnd - b.total_vnd AS waived_vnd,
           b.total_vnd AS due_vnd, b.paid_vnd
    FROM bill AS b
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.amount_vnd), 0)::bigint AS charged_vnd
        FROM bill_line AS l WHERE l.bill_id = b.id AND l.kind IN ('charge', 'debit')
    ) AS l
    WHERE %(item_id)s::bigint IS NULL AND b.facility_id = %(facility_id)s
      AND b.state <> 'cancelled'
      AND b.run_id = %(run_id)s
      AND (%(class_name)s::text IS NULL OR b.class_name = %(class_name)s)
    UNION ALL
    SELECT i.class_name, i.bill_id, i.charged_vnd, i.waived_vnd, i.due_vnd, i.paid_vnd
    FROM bill_item AS i
    WHERE i.fee_item_id = %(item_id)s AND i.facility_id = %(facility_id)s
      AND i.run_id = %(run_id)s
      AND (%(class_name)s::text IS NULL OR i.class_name = %(class_name)s)
)
SELECT o.class_name, count(*) AS pupils, sum(o.charged_vnd)::bigint AS charged_vnd,
       sum(o.waived_vnd)::bigint AS waived_vnd, sum(o.due_vnd)::bigint AS due_vnd,
       sum(o.paid_vnd)::bigint AS paid_vnd, sum(o.due_vnd - o.paid_vnd)::bigint AS rest_vnd,
       count(*) FILTER (WHERE o.paid_vnd >= o.due_vnd) AS whole,
       count(*) FILTER (WHERE o.paid_vnd > 0 AND o.paid_vnd < o.due_vnd) AS part,
       count(*) FILTER (WHERE o.paid_vnd <= 0 AND o.paid_vnd < o.due_vnd) AS none,
       substring(o.class_name FROM '[0-9]{1,6}')::int AS place_1,
       vietnamese_place(o.class_name) AS place_2
FROM owed AS o
GROUP BY o.class_name
