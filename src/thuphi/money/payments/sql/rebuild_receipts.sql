-- A facility's receipt numbers of a year are 1, 2, 3 ... up to its series, each once.
SELECT coalesce(p.facility_id, s.facility_id) AS facility_id,
       coalesce(p.year, s.year)::text AS subject,
       '1..' || coalesce(s.last_number, 0) AS kept,
       coalesce(p.first_number, 1) || '..' || coalesce(p.last_number, 0) || ', '
           || coalesce(p.receipts, 0) || ' receipts' AS recounted
FROM (
    SELECT facility_id, receipt_year AS year, count(DISTINCT receipt_number) AS receipts,
           min(receipt_number) AS first_number, max(receipt_number) AS last_number
    FROM payment WHERE receipt_number IS NOT NULL
    GROUP BY 1, 2
) AS p
FULL JOIN receipt_series AS s USING (facility_id, year)
WHERE coalesce(s.last_number, 0) <> coalesce(p.receipts, 0)
   OR coalesce(p.last_number, 0) <> coalesce(p.receipts, 0)
   OR coalesce(p.first_number, 1) <> 1
