-- Write down how a run stands: its sums and every bill of it, seen at one moment.
WITH stands AS (
    SELECT b.id, b.total_vnd, b.paid_vnd FROM bill AS b
    WHERE b.run_id = %(run_id)s AND b.state <> 'cancelled'
),
head AS (
    INSERT INTO run_closing (facility_id, run_id, bills, owing, due_vnd, credited_vnd, paid_vnd,
                             rest_vnd, closed_at, closed_by)
    SELECT %(facility_id)s, %(run_id)s, count(*), count(*) FILTER (WHERE s.paid_vnd < s.total_vnd),
           coalesce(sum(s.total_vnd), 0),
           coalesce((SELECT -sum(l.amount_vnd) FROM bill_line AS l
                     WHERE l.bill_id IN (SELECT id FROM stands) AND l.kind = 'credit'), 0),
           coalesce(sum(s.paid_vnd), 0), coalesce(sum(s.total_vnd - s.paid_vnd), 0),
           %(at)s::timestamptz, %(by)s
    FROM stands AS s
    RETURNING id
),
listed AS (
    INSERT INTO closed_bill (closing_id, facility_id, bill_id, due_vnd, paid_vnd, rest_vnd)
    SELECT h.id, %(facility_id)s, s.id, s.total_vnd, s.paid_vnd, s.total_vnd - s.paid_vnd
    FROM stands AS s CROSS JOIN head AS h
    ORDER BY s.id
)
SELECT id FROM head
