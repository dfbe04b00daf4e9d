-- Payments of a provider in a span of days that no settlement tells of and no line shows. One is missing
-- where the provider has already told of later payments of that day; the others may still come.
WITH bound AS (
    SELECT %(from_on)s::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS from_at,
           (%(to_on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS to_at
),
told AS (
    -- A row that tells a day only tells of the whole day.
    SELECT date_trunc('day', min(r.paid_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')
               AT TIME ZONE 'Asia/Ho_Chi_Minh' AS from_at,
           CASE WHEN max(r.paid_at) AT TIME ZONE 'Asia/Ho_Chi_Minh'
                     = date_trunc('day', max(r.paid_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')
                THEN max(r.paid_at) + interval '1 day' ELSE max(r.paid_at) END AS to_at
    FROM settlement AS s
    JOIN settlement_row AS r ON r.settlement_id = s.id
    WHERE s.facility_id = %(facility_id)s AND s.channel = %(channel)s AND r.kind = 'payment'
      AND s.settled_on BETWEEN %(from_on)s::date - 5 AND %(to_on)s::date + 10
    GROUP BY s.id
)
SELECT p.id, h.amount_vnd, p.paid_at, h.provider_reference, h.reference, coalesce(b.code, ''),
       EXISTS (SELECT FROM told AS t WHERE p.paid_at >= t.from_at AND p.paid_at <= t.to_at) AS is_missing,
       count(*) OVER (), sum(h.amount_vnd) OVER ()
FROM bound AS n
JOIN payment AS p ON p.facility_id = %(facility_id)s AND p.paid_at >= n.from_at AND p.paid_at < n.to_at
JOIN heard AS h ON h.id = p.heard_id
LEFT JOIN bill AS b ON b.id = p.bill_id
WHERE p.channel = %(channel)s AND p.part = 0 AND p.identifies_id IS NULL
  AND p.finding NOT IN ('duplicate', 'not_for_us')
  -- Looked up in a table made once, whatever the planner thinks of how many there are.
  AND p.id NOT IN (SELECT d.payment_id FROM settled_row AS d
                   WHERE d.facility_id = %(facility_id)s AND d.payment_id IS NOT NULL)
  AND p.id NOT IN (
      SELECT m.subject_id FROM line_match AS m
      WHERE m.facility_id = %(facility_id)s AND m.kind = 'payment'
        AND m.id NOT IN (SELECT u.match_id FROM line_match_undone AS u WHERE u.facility_id = %(facility_id)s)
  )
ORDER BY 7 DESC, p.paid_at, p.id
LIMIT %(limit)s OFFSET %(offset)s
