-- Every pupil whom a run of insurance concerns: those of its scope, those it billed, those handed over.
WITH run AS (
    SELECT r.id, r.facility_id, r.scope_kind, r.scope_values
    FROM collection_run AS r
    WHERE r.id = %(run_id)s AND r.facility_id = %(facility_id)s
),
insured AS (
    SELECT b.id AS bill_id, b.beneficiary_id, b.code, b.total_vnd, b.paid_vnd, b.state,
           sum(l.amount_vnd)::bigint AS insured_vnd
    FROM run AS r
    JOIN bill AS b ON b.run_id = r.id AND b.state <> 'cancelled'
    JOIN bill_line AS l ON l.bill_id = b.id
    JOIN fee_item AS i ON i.id = l.fee_item_id AND i.kind = 'insurance'
    GROUP BY b.id
),
told AS (
    SELECT DISTINCT ON (w.beneficiary_id) w.beneficiary_id, w.kind, w.bill_id, w.bill_code, w.turn,
           w.amount_vnd
    FROM run AS r
    JOIN insurance_row AS w ON w.run_id = r.id AND w.facility_id = r.facility_id
    ORDER BY w.beneficiary_id, w.turn DESC
)
SELECT p.id, p.code, p.name, p.born_on, p.class_name,
       coalesce(s.bill_id, t.bill_id), coalesce(s.code, t.bill_code, ''),
       coalesce(s.insured_vnd, 0), coalesce(s.total_vnd - s.paid_vnd, 0), coalesce(s.paid_vnd, 0),
       coalesce(s.state = 'paid', false), s.bill_id IS NOT NULL, coalesce(t.kind = 'add', false),
       coalesce(t.turn, 0), coalesce(t.amount_vnd, 0), n.reason, coalesce(n.words, '')
FROM run AS r
JOIN beneficiary AS p ON p.facility_id = r.facility_id
LEFT JOIN insured AS s ON s.beneficiary_id = p.id
LEFT JOIN told AS t ON t.beneficiary_id = p.id
LEFT JOIN insurance_note AS n ON n.run_id = r.id AND n.beneficiary_id = p.id
WHERE s.bill_id IS NOT NULL OR t.beneficiary_id IS NOT NULL OR (
    p.is_active AND p.kind = 'pupil' AND CASE r.scope_kind
        WHEN 'grade' THEN r.scope_values ? p.grade
        WHEN 'class' THEN r.scope_values ? p.class_name
        WHEN 'pupils' THEN r.scope_values ? p.code
        ELSE true END)
