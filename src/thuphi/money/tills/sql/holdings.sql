-- What each collector took, handed over, and has counted out for somebody who has not signed yet.
SELECT coalesce(t.person, h.person) AS person, coalesce(t.taken_vnd, 0)::bigint,
       coalesce(h.handed_vnd, 0)::bigint, coalesce(h.waiting_vnd, 0)::bigint, t.last_at
FROM (
    SELECT p.taken_by AS person, sum(p.amount_vnd) AS taken_vnd, max(p.paid_at) AS last_at
    FROM payment AS p
    WHERE p.facility_id = %(facility_id)s AND p.channel = 'cash' AND p.identifies_id IS NULL
      AND p.taken_by IS NOT NULL
    GROUP BY p.taken_by
) AS t
FULL JOIN (
    SELECT g.given_by AS person,
           sum(g.amount_vnd) FILTER (WHERE g.state = 'received') AS handed_vnd,
           sum(g.amount_vnd) FILTER (WHERE g.state = 'given') AS waiting_vnd
    FROM hand_over AS g
    WHERE g.facility_id = %(facility_id)s
    GROUP BY g.given_by
) AS h ON h.person = t.person
ORDER BY 1
