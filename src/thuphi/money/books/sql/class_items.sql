-- Due and collected by class and fee item. A pupil with the item in several runs is one pupil.
WITH of_pupil AS (
    SELECT i.class_name, i.fee_item_id, i.beneficiary_id,
           sum(i.charged_vnd)::bigint AS charged_vnd, sum(i.waived_vnd)::bigint AS waived_vnd,
           sum(i.due_vnd)::bigint AS due_vnd, sum(i.paid_vnd)::bigint AS paid_vnd
    FROM bill_item AS i
    WHERE i.facility_id = %(facility_id)s
      AND (%(run_id)s::bigint IS NULL OR i.run_id = %(run_id)s)
      AND (%(class_name)s::text IS NULL OR i.class_name = %(class_name)s)
      AND (%(item_id)s::bigint IS NULL OR i.fee_item_id = %(item_id)s)
    GROUP BY i.class_name, i.fee_item_id, i.beneficiary_id
)
SELECT p.class_name, f.name AS item, count(*) AS pupils, sum(p.charged_vnd)::bigint AS charged_vnd,
       sum(p.waived_vnd)::bigint AS waived_vnd, sum(p.due_vnd)::bigint AS due_vnd,
       sum(p.paid_vnd)::bigint AS paid_vnd, sum(p.due_vnd - p.paid_vnd)::bigint AS rest_vnd,
       substring(p.class_name FROM '[0-9]{1,6}')::int AS place_1,
       vietnamese_place(p.class_name) AS place_2, f.id AS place_3
FROM of_pupil AS p
JOIN fee_item AS f ON f.id = p.fee_item_id
GROUP BY p.class_name, f.id
