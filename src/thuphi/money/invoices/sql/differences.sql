-- Where paid bills and invoices of a unit do not agree.
WITH living AS (
    SELECT i.* FROM invoice AS i WHERE i.facility_id = %(facility_id)s AND i.state = 'issued'
),
numbered AS (
    SELECT serial, number, lag(number) OVER (PARTITION BY serial ORDER BY number) AS before
    FROM invoice WHERE facility_id = %(facility_id)s AND number IS NOT NULL
)
SELECT * FROM (
    SELECT 'not_invoiced' AS kind, b.code, b.beneficiary_name, b.paid_vnd, 0 AS invoiced_vnd,
           NULL::bigint AS invoice_id, NULL::int AS number
    FROM bill AS b
    WHERE b.facility_id = %(facility_id)s AND b.state = 'paid' AND b.total_vnd > 0
      AND NOT EXISTS (
          SELECT FROM invoice AS i
          WHERE i.bill_id = b.id AND i.state IN ('asked', 'sent', 'refused', 'issued'))
    UNION ALL
    SELECT CASE WHEN b.state = 'paid' THEN 'other_amount' ELSE 'not_paid' END, b.code,
           b.beneficiary_name, b.paid_vnd, l.amount_vnd, l.id, l.number
    FROM living AS l
    JOIN bill AS b ON b.id = l.bill_id
    WHERE b.paid_vnd <> l.amount_vnd
    UNION ALL
    SELECT 'number_missing', n.serial, '', 0, 0, NULL, g.number
    FROM numbered AS n
    CROSS JOIN LATERAL generate_series(n.before + 1, n.number - 1) AS g (number)
    WHERE n.before IS NOT NULL AND n.number > n.before + 1 AND n.number - n.before < 1000
) AS found
ORDER BY kind, code, number
LIMIT %(limit)s
