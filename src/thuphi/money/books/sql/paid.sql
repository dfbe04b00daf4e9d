-- HP-BC02: every bill on which money is, whole or only its part for one fee item.
WITH owed AS (
    SELECT b.id AS bill_id, b.total_vnd AS due_vnd, b.paid_vnd
    FROM bill AS b
    WHERE %(item_id)s::bigint IS NULL AND b.facility_id = %(facility_id)s
      AND b.state <> 'cancelled' AND b.paid_vnd > 0
    UNION ALL
    SELECT i.bill_id, i.due_vnd, i.paid_vnd
    FROM bill_item AS i
    WHERE i.fee_item_id = %(item_id)s AND i.facility_id = %(facility_id)s AND i.paid_vnd > 0
),
last AS (
    SELECT m.bill_id, max((m.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS paid_on
    FROM (
        SELECT p.bill_id, p.paid_at AS at FROM payment AS p
        WHERE p.facility_id = %(facility_id)s AND p.bill_id IS NOT NULL AND p.applied_vnd > 0
        UNION ALL
        SELECT u.bill_id, u.happened_at FROM credit_use AS u
        WHERE u.facility_id = %(facility_id)s AND u.bill_id IS NOT NULL
    ) AS m
    GROUP BY m.bill_id
)
SELECT p.code, b.beneficiary_name AS name, b.class_name, coalesce(r.name, b.reason) AS run,
       b.code AS bill_code, o.due_vnd, o.paid_vnd, o.due_vnd - o.paid_vnd AS rest_vnd,
       l.paid_on, b.payer_name AS payer,
       coalesce(b.run_id, 0) AS place_1, substring(b.class_name FROM '[0-9]{1,6}')::int AS place_2,
       vietnamese_place(b.class_name) AS place_3,
       vietnamese_place(substring(b.beneficiary_name FROM '[^ ]+$')) AS place_4, b.id AS place_5
FROM owed AS o
JOIN bill AS b ON b.id = o.bill_id
JOIN beneficiary AS p ON p.id = b.beneficiary_id
LEFT JOIN collection_run AS r ON r.id = b.run_id
LEFT JOIN last AS l ON l.bill_id = b.id
WHERE (%(run_id)s::bigint IS NULL OR b.run_id = %(run_id)s)
  AND (%(class_name)s::text IS NULL OR b.class_name = %(class_name)s)
  AND (%(from_on)s::date IS NULL OR l.paid_on >= %(from_on)s)
  AND (%(until_on)s::date IS NULL OR l.paid_on <= %(until_on)s)
