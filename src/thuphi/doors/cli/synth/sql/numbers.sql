-- Receipts are numbered on from the facility's last one, in the order of the payments.
WITH numbered AS (
    SELECT p.id, p.facility_id, p.receipt_year,
           row_number() OVER (PARTITION BY p.facility_id, p.receipt_year ORDER BY p.id)
               + coalesce(s.last_number, 0) AS number
    FROM made_payment AS p
    LEFT JOIN made_series AS s ON s.facility_id = p.facility_id AND s.year = p.receipt_year
),
told AS (
    UPDATE made_payment AS p SET receipt_number = n.number FROM numbered AS n WHERE n.id = p.id
)
INSERT INTO made_series (facility_id, year, last_number)
SELECT facility_id, receipt_year, max(number) FROM numbered GROUP BY 1, 2
ON CONFLICT (facility_id, year) DO UPDATE SET last_number = excluded.last_number
