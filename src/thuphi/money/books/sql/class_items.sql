-- Due and collected by class and fee item.
SELECT i.class_name, f.name AS item, count(DISTINCT i.beneficiary_id) AS pupils,
       sum(i.charged_vnd)::bigint AS charged_vnd, sum(i.waived_vnd)::bigint AS waived_vnd,
       sum(i.due_vnd)::bigint AS due_vnd, sum(i.paid_vnd)::bigint AS paid_vnd,
       sum(i.due_vnd - i.paid_vnd)::bigint AS rest_vnd,
       substring(i.class_name FROM '[0-9]{1,6}')::int AS place_1,
       vietnamese_place(i.class_name) AS place_2, f.id AS place_3
FROM bill_item AS i
JOIN fee_item AS f ON f.id = i.fee_item_id
WHERE i.facility_id = %(facility_id)s
  AND (%(run_id)s::bigint IS NULL OR i.run_id = %(run_id)s)
  AND (%(class_name)s::text IS NULL OR i.class_name = %(class_name)s)
  AND (%(item_id)s::bigint IS NULL OR i.fee_item_id = %(item_id)s)
GROUP BY i.class_name, f.id
