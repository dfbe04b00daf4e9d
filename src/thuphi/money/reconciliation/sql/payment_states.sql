-- The state of payments: whether their money is on the account, whether it has a bill or a family, and
-- whether a person or the evidence said so. A later row of the same money speaks for the first.
WITH wanted AS (
    SELECT p.id, coalesce(p.root_id, p.identifies_id, p.id) AS root, p.finding, p.identifies_id
    FROM payment AS p WHERE p.id = ANY (%(ids)s::bigint[])
),
beside AS (
    SELECT w.id, bool_or(m.how = 'person') AS is_by_person
    FROM wanted AS w
    JOIN line_match AS m ON m.kind = 'payment' AND m.subject_id = w.root
        AND m.facility_id = (SELECT p.facility_id FROM payment AS p WHERE p.id = w.root)
    WHERE NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
    GROUP BY w.id
    UNION ALL
    SELECT w.id, false
    FROM wanted AS w
    JOIN settled_row AS d ON d.payment_id = w.root AND d.outcome IN ('matched', 'matched_other_day')
    JOIN settlement_row AS r ON r.id = d.row_id
    JOIN line_match AS m ON m.kind = 'settlement' AND m.subject_id = r.settlement_id
        AND m.facility_id = r.facility_id
    WHERE NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
)
SELECT w.id,
       CASE WHEN w.finding IN ('unknown', 'closed') THEN 'not_confirmed'
            WHEN NOT EXISTS (SELECT FROM beside AS b WHERE b.id = w.id) THEN 'not_received'
            WHEN w.identifies_id IS NOT NULL
              OR EXISTS (SELECT FROM beside AS b WHERE b.id = w.id AND b.is_by_person) THEN 'by_person'
            ELSE 'by_itself' END
FROM wanted AS w
ORDER BY w.id
