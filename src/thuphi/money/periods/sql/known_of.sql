-- What is known of payments that no statement shows: the last reason a person gave, and the settlement
-- that a provider announced them in. Payments of one notification are called by the first of them.
WITH announced AS (
    SELECT p.heard_id, min(s.reference) AS reference, min(s.settled_on) AS settled_on
    FROM settled_row AS d
    JOIN payment AS p ON p.id = d.payment_id
    JOIN settlement_row AS r ON r.id = d.row_id
    JOIN settlement AS s ON s.id = r.settlement_id
    WHERE d.facility_id = %(facility_id)s AND d.outcome IN ('matched', 'matched_other_day')
      AND NOT EXISTS (
          SELECT FROM line_match AS m
          WHERE m.facility_id = s.facility_id AND m.kind = 'settlement' AND m.subject_id = s.id
            AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id))
    GROUP BY p.heard_id
),
said AS (
    SELECT DISTINCT ON (p.heard_id) p.heard_id, d.reason
    FROM reconciliation_decision AS d
    JOIN payment AS p ON p.id = d.payment_id
    WHERE d.facility_id = %(facility_id)s AND d.deed IN ('explain', 'note')
    ORDER BY p.heard_id, d.id DESC
)
SELECT p.id, s.reason, a.reference, a.settled_on
FROM said AS s
FULL JOIN announced AS a ON a.heard_id = s.heard_id
JOIN payment AS p ON p.heard_id = coalesce(s.heard_id, a.heard_id) AND p.identifies_id IS NULL AND p.part = 0
