-- Every transfer of a facility; what brought money that a provider told of stands on the instant at which
-- the bank's statement shows it, and on none (NULL) while no statement does. A transfer does not name its
-- payment: equal ones (same recipe, reference, amount and instant) are told apart by their order.
SELECT t.id, t.recipe, t.debit_account_id, t.credit_account_id, t.amount_vnd, t.reference,
       t.happened_at, t.booked_at, t.corrects_id, t.happened_at AS at
FROM transfer AS t
WHERE t.facility_id = %(facility_id)s
  AND t.recipe NOT IN ('pay', 'overpay', 'pay_unknown', 'identify', 'identify_over')
UNION ALL
SELECT t.id, t.recipe, t.debit_account_id, t.credit_account_id, t.amount_vnd, t.reference,
       t.happened_at, t.booked_at, t.corrects_id,
       CASE WHEN m.reference IS NULL THEN t.happened_at ELSE m.at END
FROM (
    SELECT t.*, row_number() OVER (
               PARTITION BY t.happened_at, t.amount_vnd, t.recipe, t.reference ORDER BY t.id) AS nth
    FROM transfer AS t
    WHERE t.facility_id = %(facility_id)s
      AND t.recipe IN ('pay', 'overpay', 'pay_unknown', 'identify', 'identify_over')
) AS t
LEFT JOIN (
    SELECT v.recipe, v.amount_vnd, v.happened_at, p.reference,
           CASE WHEN p.is_of_hand THEN v.happened_at
                WHEN p.arrived_at IS NULL THEN NULL
                WHEN v.recipe LIKE 'identify%%' THEN greatest(v.happened_at, p.arrived_at)
                ELSE p.arrived_at END AS at,
           row_number() OVER (
               PARTITION BY v.happened_at, v.amount_vnd, v.recipe, p.reference ORDER BY p.id) AS nth
    FROM (
        SELECT p.id, p.identifies_id, p.paid_at, p.booked_at, p.applied_vnd, p.excess_vnd,
               p.unidentified_vnd, coalesce(b.code, 'heard:' || p.heard_id) AS reference,
               p.channel = 'cash' AS is_of_hand, a.arrived_at
        FROM payment AS p
        LEFT JOIN bill AS b ON b.id = p.bill_id
        LEFT JOIN (
            -- Money heard of at once arrives at once: beside a line of the bank, or in a provider's
            -- settlement that stands beside one.
            SELECT h.heard_id, min(h.arrived_at) AS arrived_at
            FROM (
                SELECT q.heard_id,
                       coalesce(l.booked_at,
                                (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')
                           AS arrived_at
                FROM line_match AS m
                JOIN bank_line AS l ON l.id = m.line_id
                JOIN payment AS q ON q.id = m.subject_id
                WHERE m.facility_id = %(facility_id)s AND m.kind = 'payment'
                  AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
                UNION ALL
                SELECT q.heard_id,
                       coalesce(l.booked_at,
                                (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')
                FROM settled_row AS s
                JOIN payment AS q ON q.id = s.payment_id
                JOIN settlement_row AS r ON r.id = s.row_id
                JOIN line_match AS m ON m.kind = 'settlement' AND m.subject_id = r.settlement_id
                    AND m.facility_id = %(facility_id)s
                JOIN bank_line AS l ON l.id = m.line_id
                WHERE s.facility_id = %(facility_id)s
                  AND s.outcome IN ('matched', 'matched_other_day')
                  AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
            ) AS h
            GROUP BY h.heard_id
        ) AS a ON a.heard_id = p.heard_id
        WHERE p.facility_id = %(facility_id)s
    ) AS p
    CROSS JOIN LATERAL (VALUES
        (CASE WHEN p.identifies_id IS NULL THEN 'pay' ELSE 'identify' END,
         CASE WHEN p.identifies_id IS NULL THEN p.paid_at ELSE p.booked_at END, p.applied_vnd),
        (CASE WHEN p.identifies_id IS NULL THEN 'overpay' ELSE 'identify_over' END,
         CASE WHEN p.identifies_id IS NULL THEN p.paid_at ELSE p.booked_at END, p.excess_vnd),
        ('pay_unknown', p.paid_at, p.unidentified_vnd)
    ) AS v (recipe, happened_at, amount_vnd)
    WHERE v.amount_vnd > 0
) AS m USING (reference, recipe, amount_vnd, happened_at, nth)
