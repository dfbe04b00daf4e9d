-- How the lines of some days stand.
SELECT coalesce(s.outcome, 'waiting'), l.direction, count(*), sum(l.amount_vnd)::bigint
FROM bank_line AS l LEFT JOIN line_state AS s ON s.line_id = l.id
WHERE l.facility_id = %(facility_id)s AND l.booked_on BETWEEN %(from_on)s AND %(until_on)s
GROUP BY 1, 2 ORDER BY 1, 2
