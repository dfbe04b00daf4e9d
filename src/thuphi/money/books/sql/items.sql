-- Due and collected by fee item.
SELECT f.name AS item, count(DISTINCT i.beneficiary_id) AS pupils,
       sum(i.charged_vnd)::bigint AS charged_vnd, sum(i.waived_vnd)::bigint AS waived_vnd,
       sum(i.due_vnd)::bigint AS due_vnd, sum(i.paid_vnd)::bigint AS paid_vnd,
       sum(i.due_vnd - i.paid_vnd)::bigint AS rest_vnd, f.id AS place_1
FROM bill_item AS i
JOIN fee_item AS f ON f.id = i.fee_item_id
WHERE i.facility_id = %(facility_id)s
  AND (%(run_id)s::bigint IS NULL OR i.run_id = %(run_id)s)
  AND (%(class_name)s::text IS NULL OR i.class_name = %(class_name)s)
GROUP BY f.id
