-- Of each bill of a right's days: what its item asks (with what was taken off for other reasons), and
-- what was let off of it already, when issued or by a late right.
SELECT e.id, b.code,
       sum(CASE WHEN l.kind IN ('charge', 'debit') OR (l.kind = 'credit' AND NOT late.is_late)
                THEN l.amount_vnd ELSE 0 END)::bigint AS asked_vnd,
       -sum(CASE WHEN l.kind = 'exemption' OR late.is_late THEN l.amount_vnd ELSE 0 END)::bigint
           AS let_off_vnd
FROM exemption AS e
JOIN bill AS b ON b.beneficiary_id = e.beneficiary_id AND b.facility_id = e.facility_id
JOIN collection_run AS r ON r.id = b.run_id
JOIN bill_line AS l ON l.bill_id = b.id AND l.fee_item_id = e.fee_item_id
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM adjustment_line AS a JOIN adjustment AS d ON d.id = a.adjustment_id
        WHERE a.bill_line_id = l.id AND d.kind = 'late_exemption') AS is_late
) AS late
WHERE e.id = ANY (%(ids)s::bigint[]) AND b.state <> 'cancelled'
  AND r.opens_on >= e.from_on AND r.opens_on < e.until_on
GROUP BY e.id, b.id, b.code
ORDER BY e.id, b.id
