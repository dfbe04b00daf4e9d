-- What was due and what was collected of two kinds of fee, by facility and month. A month in which
-- a kind was billed or collected here is booked for this kind; else it counts as it was declared. Months
-- are whole: one belongs to the period that holds its last day, or that ends within it.
WITH booked AS MATERIALIZED (
    SELECT c.facility_id, c.month,
           coalesce(sum(c.due_cashless_vnd) FILTER (WHERE c.kind = 'hospital_fee'), 0)::bigint
               AS hospital_cashless,
           coalesce(sum(c.due_vnd) FILTER (WHERE c.kind = 'hospital_fee'), 0)::bigint
               AS hospital_due,
           coalesce(sum(c.cashless_vnd) FILTER (WHERE c.kind = 'tuition'), 0)::bigint
               AS tuition_cashless,
           coalesce(sum(c.collected_vnd) FILTER (WHERE c.kind = 'tuition'), 0)::bigint
               AS tuition_collected
    FROM fee_count AS c
    WHERE c.facility_id = ANY (%(facilities)s::bigint[])
      AND c.month = ANY (%(months)s::date[])
    GROUP BY c.facility_id, c.month
),
declared AS (
    SELECT d.facility_id, d.month,
           max(d.value) FILTER (WHERE d.item = 'hospital_fee_cashless_vnd') AS hospital_cashless,
           max(d.value) FILTER (WHERE d.item = 'hospital_fee_due_vnd') AS hospital_due,
           max(d.value) FILTER (WHERE d.item = 'tuition_cashless_vnd') AS tuition_cashless,
           max(d.value) FILTER (WHERE d.item = 'tuition_collected_vnd') AS tuition_collected
    FROM declared_figure AS d
    WHERE d.facility_id = ANY (%(facilities)s::bigint[])
      AND d.item IN ('hospital_fee_due_vnd', 'hospital_fee_cashless_vnd', 'tuition_collected_vnd',
                     'tuition_cashless_vnd')
      AND d.month = ANY (%(whole_months)s::date[])
    GROUP BY d.facility_id, d.month
)
SELECT facility_id, month, true, hospital_cashless, hospital_due, tuition_cashless,
       tuition_collected
FROM booked
UNION ALL
SELECT d.facility_id, d.month, false,
       CASE WHEN b.hospital_due > 0 THEN 0 ELSE coalesce(d.hospital_cashless, 0) END,
       CASE WHEN b.hospital_due > 0 THEN 0 ELSE coalesce(d.hospital_due, 0) END,
       CASE WHEN b.tuition_collected > 0 THEN 0 ELSE coalesce(d.tuition_cashless, 0) END,
       CASE WHEN b.tuition_collected > 0 THEN 0 ELSE coalesce(d.tuition_collected, 0) END
FROM declared AS d
LEFT JOIN booked AS b ON b.facility_id = d.facility_id AND b.month = d.month
ORDER BY 1, 2
