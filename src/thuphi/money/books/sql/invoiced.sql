-- HP-BC07: what was collected on each bill beside what its invoice was issued for. The amounts that
-- were issued are handed in: this room does not know who issues invoices.
WITH issued AS (
    SELECT u.bill_id, min(u.number) AS number, sum(u.amount_vnd)::bigint AS amount_vnd
    FROM unnest(%(issued_bills)s::bigint[], %(issued_numbers)s::text[], %(issued_vnd)s::bigint[])
        AS u (bill_id, number, amount_vnd)
    GROUP BY u.bill_id
)
SELECT p.code, b.beneficiary_name AS name, b.class_name, coalesce(r.name, b.reason) AS run,
       b.code AS bill_code, b.paid_vnd, coalesce(i.number, '') AS invoice,
       coalesce(i.amount_vnd, 0) AS invoiced_vnd,
       greatest(b.paid_vnd - coalesce(i.amount_vnd, 0), 0) AS not_invoiced_vnd,
       greatest(coalesce(i.amount_vnd, 0) - b.paid_vnd, 0) AS not_paid_vnd,
       coalesce(b.run_id, 0) AS place_1, substring(b.class_name FROM '[0-9]{1,6}')::int AS place_2,
       vietnamese_place(b.class_name) AS place_3,
       vietnamese_place(substring(b.beneficiary_name FROM '[^ ]+$')) AS place_4, b.id AS place_5
FROM bill AS b
JOIN beneficiary AS p ON p.id = b.beneficiary_id
LEFT JOIN collection_run AS r ON r.id = b.run_id
LEFT JOIN issued AS i ON i.bill_id = b.id
WHERE b.facility_id = %(facility_id)s AND (b.paid_vnd > 0 OR i.bill_id IS NOT NULL)
  AND (%(run_id)s::bigint IS NULL OR b.run_id = %(run_id)s)
  AND (%(class_name)s::text IS NULL OR b.class_name = %(class_name)s)
