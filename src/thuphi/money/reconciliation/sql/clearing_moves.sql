-- Everything that moves clearing accounts, as our own rows tell it (not the book): one row for each move,
-- with the thing it is about. Payments of one notification are one thing, called by the first of them.
heard_root AS (
    SELECT p.heard_id, min(p.id) FILTER (WHERE p.part = 0) AS id
    FROM payment AS p
    WHERE p.identifies_id IS NULL AND p.channel <> 'cash'
      AND (%(facility_id)s::bigint IS NULL OR p.facility_id = %(facility_id)s)
    GROUP BY p.heard_id
),
moves AS (
    SELECT p.facility_id, 'payment' AS kind, k.id, p.channel,
           p.applied_vnd + p.excess_vnd + p.unidentified_vnd AS amount_vnd, p.paid_at AS at
    FROM payment AS p JOIN heard_root AS k ON k.heard_id = p.heard_id
    WHERE p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
    UNION ALL
    -- Money that a person found to be no business of ours, or ours after all.
    SELECT p.facility_id, 'payment', k.id, p.channel,
           CASE p.finding WHEN 'not_for_us' THEN -p.amount_vnd ELSE p.amount_vnd END, p.booked_at
    FROM payment AS p
    JOIN payment AS before ON before.id = p.identifies_id
    JOIN heard_root AS k ON k.heard_id = p.heard_id
    WHERE p.finding = 'not_for_us' OR p.finding = 'unknown' AND before.finding = 'not_for_us'
    UNION ALL
    SELECT r.facility_id, 'refund', r.refund_id, r.out_of_detail,
           -(r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd + r.short_vnd), r.happened_at
    FROM payment_return AS r
    WHERE r.kind = 'done' AND r.out_of = 'clearing'
      AND (%(facility_id)s::bigint IS NULL OR r.facility_id = %(facility_id)s)
    UNION ALL
    SELECT d.facility_id, 'deposit', d.id, 'cash_deposit', d.amount_vnd, d.deposited_at
    FROM cash_deposit AS d
    WHERE %(facility_id)s::bigint IS NULL OR d.facility_id = %(facility_id)s
    UNION ALL
    SELECT m.facility_id, m.kind, m.id, m.channel, v.sign * m.amount_vnd, v.at
    FROM (
        SELECT m.facility_id, m.kind,
               CASE m.kind WHEN 'payment' THEN k.id ELSE m.subject_id END AS id,
               coalesce(p.channel, 'cash_deposit') AS channel, m.amount_vnd, u.undone_at,
               coalesce(l.booked_at, (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh') AS at
        FROM line_match AS m
        JOIN bank_line AS l ON l.id = m.line_id
        LEFT JOIN payment AS p ON m.kind = 'payment' AND p.id = m.subject_id
        LEFT JOIN heard_root AS k ON k.heard_id = p.heard_id
        LEFT JOIN line_match_undone AS u ON u.match_id = m.id
        WHERE m.kind IN ('payment', 'deposit')
          AND (%(facility_id)s::bigint IS NULL OR m.facility_id = %(facility_id)s)
    ) AS m
    CROSS JOIN LATERAL (VALUES (-1, m.at), (1, m.undone_at)) AS v (sign, at)
    WHERE v.at IS NOT NULL
    UNION ALL
    -- A settlement that is on the account brought each of its rows, whatever it kept as its fee.
    SELECT m.facility_id,
           CASE WHEN d.payment_id IS NOT NULL THEN 'payment' WHEN d.refund_id IS NOT NULL THEN 'refund'
                ELSE 'settlement_row' END,
           coalesce(k.id, d.refund_id, r.id), s.channel, v.sign * r.gross_vnd, v.at
    FROM line_match AS m
    JOIN bank_line AS l ON l.id = m.line_id
    JOIN settlement AS s ON s.id = m.subject_id
    JOIN settlement_row AS r ON r.settlement_id = s.id
    LEFT JOIN settled_row AS d ON d.row_id = r.id AND d.outcome IN ('matched', 'matched_other_day')
    LEFT JOIN payment AS p ON p.id = d.payment_id
    LEFT JOIN heard_root AS k ON k.heard_id = p.heard_id
    LEFT JOIN line_match_undone AS u ON u.match_id = m.id
    CROSS JOIN LATERAL (VALUES
        (-1, coalesce(l.booked_at, (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')),
        (1, u.undone_at)
    ) AS v (sign, at)
    WHERE m.kind = 'settlement' AND v.at IS NOT NULL
      AND (%(facility_id)s::bigint IS NULL OR m.facility_id = %(facility_id)s)
)
