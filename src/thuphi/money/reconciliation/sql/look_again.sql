-- Lines that something booked since they were looked at may explain: money of the same sum that a
-- notification brought late, cash paid in, a refund or a payout that is done by now. What a person said
-- of a line is left alone.
WITH unexplained AS MATERIALIZED (
    SELECT o.line_id, l.facility_id, l.account, l.direction, l.amount_vnd, l.booked_on,
           o.looked_at - %(overlap)s::interval AS looked_at
    FROM line_state AS o
    JOIN bank_line AS l ON l.id = o.line_id AND l.amount_vnd = o.left_vnd
    WHERE o.outcome IN ('only_theirs', 'amount_differs', 'to_look_at', 'duplicate')
      AND NOT o.is_due AND l.booked_on > %(from_on)s
),
span AS (
    SELECT facility_id, min(looked_at) AS looked_at,
           (min(booked_on) - %(days)s::int)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS from_at,
           (max(booked_on) + %(days)s::int + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS until_at
    FROM unexplained WHERE direction = 'in' GROUP BY facility_id
),
told AS (
    SELECT p.facility_id, p.booked_at, h.amount_vnd, (p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on
    FROM span AS s
    JOIN payment AS p ON p.facility_id = s.facility_id AND p.paid_at >= s.from_at AND p.paid_at < s.until_at
        AND p.booked_at > s.looked_at
    JOIN heard AS h ON h.id = p.heard_id
    WHERE p.identifies_id IS NULL AND p.part = 0 AND p.channel NOT IN ('cash', 'statement')
),
again AS (
    SELECT u.line_id
    FROM unexplained AS u
    JOIN told AS t ON t.facility_id = u.facility_id AND t.amount_vnd = u.amount_vnd
        AND t.booked_at > u.looked_at
        AND t.paid_on BETWEEN u.booked_on - %(days)s::int AND u.booked_on + %(days)s::int
    WHERE u.direction = 'in'
    UNION
    SELECT u.line_id
    FROM cash_deposit AS d
    JOIN unexplained AS u ON u.facility_id = d.facility_id AND u.account = d.account
        AND u.amount_vnd = d.amount_vnd AND u.direction = 'in' AND d.deposited_at > u.looked_at
    WHERE d.matched_at IS NULL
    UNION
    -- A debit that was no business of ours as long as nothing of ours had gone out.
    SELECT l.id
    FROM (
        SELECT facility_id, amount_vnd, closed_at AS at FROM refund
        WHERE way = 'transfer' AND state = 'refunded' AND closed_at > %(from_on)s
        UNION ALL
        SELECT facility_id, amount_vnd, settled_at FROM payout
        WHERE way = 'transfer' AND state = 'paid' AND settled_at > %(from_on)s
    ) AS g
    JOIN bank_line AS l ON l.facility_id = g.facility_id AND l.direction = 'out'
        AND l.amount_vnd = g.amount_vnd
        AND l.booked_on BETWEEN (g.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - %(days)s::int
                            AND (g.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date + %(days)s::int
    JOIN line_state AS o ON o.line_id = l.id AND o.left_vnd = l.amount_vnd
    WHERE o.outcome IN ('to_look_at', 'not_ours') AND o.confirmed <> 'by_person' AND NOT o.is_due
      AND g.at > o.looked_at - %(overlap)s::interval
),
mine AS (
    SELECT s.line_id FROM line_state AS s WHERE s.line_id IN (SELECT a.line_id FROM again AS a)
    ORDER BY s.line_id FOR UPDATE SKIP LOCKED
)
UPDATE line_state AS t SET is_due = true FROM mine AS m WHERE t.line_id = m.line_id
