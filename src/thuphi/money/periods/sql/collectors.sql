-- What each collector took in some days, and held at the end of them: all they ever took less what
-- others had received.
SELECT coalesce(t.person, h.person) AS person, coalesce(t.number, 0)::bigint, coalesce(t.taken_vnd, 0)::bigint,
       coalesce(h.handed_vnd, 0)::bigint, (coalesce(t.ever_vnd, 0) - coalesce(h.ever_vnd, 0))::bigint
FROM (
    SELECT p.taken_by AS person, count(*) FILTER (WHERE p.paid_at >= %(start_at)s) AS number,
           sum(p.amount_vnd) FILTER (WHERE p.paid_at >= %(start_at)s) AS taken_vnd, sum(p.amount_vnd) AS ever_vnd
    FROM payment AS p
    WHERE p.facility_id = %(facility_id)s AND p.channel = 'cash' AND p.identifies_id IS NULL
      AND p.taken_by IS NOT NULL AND p.paid_at < %(end_at)s
    GROUP BY p.taken_by
) AS t
FULL JOIN (
    SELECT g.given_by AS person, sum(g.amount_vnd) FILTER (WHERE g.closed_at >= %(start_at)s) AS handed_vnd,
           sum(g.amount_vnd) AS ever_vnd
    FROM hand_over AS g
    WHERE g.facility_id = %(facility_id)s AND g.state = 'received' AND g.closed_at < %(end_at)s
    GROUP BY g.given_by
) AS h ON h.person = t.person
WHERE coalesce(t.taken_vnd, 0) + coalesce(h.handed_vnd, 0) > 0
   OR coalesce(t.ever_vnd, 0) <> coalesce(h.ever_vnd, 0)
ORDER BY 1
