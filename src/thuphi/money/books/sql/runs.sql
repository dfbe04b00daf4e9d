-- HP-BC04b: run by run, with bills of no run in a row of their own.
WITH owed AS (
    SELECT b.run_id, b.id AS bill_id, l.charged_vnd, l.charged_vnd - b.total_vnd AS waived_vnd,
           b.total_vnd AS due_vnd, b.paid_vnd
    FROM bill AS b
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.amount_vnd), 0)::bigint AS charged_vnd
        FROM bill_line AS l WHERE l.bill_id = b.id AND l.kind IN ('charge', 'debit')
    ) AS l
    WHERE %(item_id)s::bigint IS NULL AND b.facility_id = %(facility_id)s
      AND b.state <> 'cancelled'
      AND (%(class_name)s::text IS NULL OR b.class_name = %(class_name)s)
    UNION ALL
    SELECT i.run_id, i.bill_id, i.charged_vnd, i.waived_vnd, i.due_vnd, i.paid_vnd
    FROM bill_item AS i
    WHERE i.fee_item_id = %(item_id)s AND i.facility_id = %(facility_id)s
      AND (%(class_name)s::text IS NULL OR i.class_name = %(class_name)s)
)
SELECT coalesce(r.name, '') AS run, r.opens_on, r.due_on, count(*) AS pupils,
       sum(o.charged_vnd)::bigint AS charged_vnd, sum(o.waived_vnd)::bigint AS waived_vnd,
       sum(o.due_vnd)::bigint AS due_vnd, sum(o.paid_vnd)::bigint AS paid_vnd,
       sum(o.due_vnd - o.paid_vnd)::bigint AS rest_vnd,
       count(*) FILTER (WHERE o.paid_vnd >= o.due_vnd) AS whole,
       count(*) FILTER (WHERE o.paid_vnd > 0 AND o.paid_vnd < o.due_vnd) AS part,
       count(*) FILTER (WHERE o.paid_vnd <= 0 AND o.paid_vnd < o.due_vnd) AS none,
       r.opens_on AS place_1, r.id AS place_2
FROM owed AS o
LEFT JOIN collection_run AS r ON r.id = o.run_id
WHERE (%(from_on)s::date IS NULL OR r.opens_on >= %(from_on)s)
  AND (%(until_on)s::date IS NULL OR r.opens_on <= %(until_on)s)
GROUP BY r.id
