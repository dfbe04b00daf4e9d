-- HP-BC04b: run by run, with bills of no run in a row of their own.
WITH owed AS (
    SELECT i.run_id, i.bill_id, sum(i.charged_vnd)::bigint AS charged_vnd,
           sum(i.waived_vnd)::bigint AS waived_vnd, sum(i.due_vnd)::bigint AS due_vnd,
           sum(i.paid_vnd)::bigint AS paid_vnd
    FROM bill_item AS i
    WHERE i.facility_id = %(facility_id)s
      AND (%(class_name)s::text IS NULL OR i.class_name = %(class_name)s)
      AND (%(item_id)s::bigint IS NULL OR i.fee_item_id = %(item_id)s)
    GROUP BY i.run_id, i.bill_id
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
