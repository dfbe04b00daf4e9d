-- Every transfer of a facility; what brought money that a provider told of stands on the instant at which
-- the bank's statement shows it, and on none (NULL) while no statement does. Whose the money is cannot be
-- known earlier than that either. A transfer does not name its payment: equal ones (same recipe, reference,
-- amount and instant) are told apart by their order.
WITH arrived AS MATERIALIZED (
    -- Money heard of at once arrives at once: beside a line of the bank, or in a provider's settlement
    -- that stands beside one.
    SELECT h.heard_id, min(h.arrived_at) AS arrived_at
    FROM (
        SELECT q.heard_id,
               coalesce(l.booked_at, (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')
                   AS arrived_at
        FROM line_match AS m
        JOIN bank_line AS l ON l.id = m.line_id
        JOIN payment AS q ON q.id = m.subject_id
        WHERE m.facility_id = %(facility_id)s AND m.kind = 'payment'
          AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
        UNION ALL
        SELECT q.heard_id,
               coalesce(l.booked_at, (l.booked_on + time '12:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')
        FROM settled_row AS s
        JOIN payment AS q ON q.id = s.payment_id
        JOIN settlement_row AS r ON r.id = s.row_id
        JOIN line_match AS m ON m.kind = 'settlement' AND m.subject_id = r.settlement_id
            AND m.facility_id = %(facility_id)s
        JOIN bank_line AS l ON l.id = m.line_id
        WHERE s.facility_id = %(facility_id)s AND s.outcome IN ('matched', 'matched_other_day')
          AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
    ) AS h
    GROUP BY h.heard_id
),
part AS (
    -- What brought money.
    SELECT p.id, p.heard_id, p.channel, p.bill_id, v.recipe, p.paid_at AS happened_at, v.amount_vnd
    FROM payment AS p
    CROSS JOIN LATERAL (VALUES
        ('pay', p.applied_vnd), ('overpay', p.excess_vnd), ('pay_unknown', p.unidentified_vnd)
    ) AS v (recipe, amount_vnd)
    WHERE p.facility_id = %(facility_id)s AND p.identifies_id IS NULL AND p.channel <> 'cash'
      AND v.amount_vnd > 0
    UNION ALL
    -- Whose it was found to be, and that it was no business of ours.
    SELECT p.id, p.heard_id, p.channel, p.bill_id, v.recipe, p.booked_at, v.amount_vnd
    FROM payment AS p
    CROSS JOIN LATERAL (VALUES
        ('identify', p.applied_vnd), ('identify_over', p.excess_vnd),
        ('own_again', p.unidentified_vnd),
        ('disown', CASE p.finding WHEN 'not_for_us' THEN p.amount_vnd ELSE 0 END)
    ) AS v (recipe, amount_vnd)
    WHERE p.facility_id = %(facility_id)s AND p.identifies_id IS NOT NULL AND p.channel <> 'cash'
      AND v.amount_vnd > 0
    UNION ALL
    -- That it was another's.
    SELECT p.id, p.heard_id, p.channel, p.bill_id, v.recipe, r.happened_at, v.amount_vnd
    FROM payment_return AS r
    JOIN payment AS p ON p.id = r.payment_id
    CROSS JOIN LATERAL (VALUES
        ('unidentify', r.from_bill_vnd), ('unidentify_over', r.from_credit_vnd)
    ) AS v (recipe, amount_vnd)
    WHERE r.facility_id = %(facility_id)s AND r.kind = 'undone' AND p.channel <> 'cash'
      AND v.amount_vnd > 0
),
known AS (
    SELECT p.recipe, p.amount_vnd, p.happened_at, p.reference,
           CASE WHEN a.arrived_at IS NULL THEN NULL
                WHEN p.recipe IN ('pay', 'overpay', 'pay_unknown') THEN a.arrived_at
                ELSE greatest(p.happened_at, a.arrived_at) END AS at,
           row_number() OVER (
               PARTITION BY p.happened_at, p.amount_vnd, p.recipe, p.reference ORDER BY p.id) AS nth
    FROM (
        SELECT p.*, coalesce(b.code, 'heard:' || p.heard_id) AS reference
        FROM part AS p
        LEFT JOIN bill AS b ON b.id = p.bill_id
    ) AS p
    LEFT JOIN arrived AS a ON a.heard_id = p.heard_id
)
SELECT t.id, t.recipe, t.debit_account_id, t.credit_account_id, t.amount_vnd, t.reference,
       t.happened_at, t.booked_at, t.corrects_id, t.happened_at AS at
FROM transfer AS t
WHERE t.facility_id = %(facility_id)s
  AND t.recipe NOT IN ('pay', 'overpay', 'pay_unknown', 'identify', 'identify_over', 'own_again',
                       'disown', 'unidentify', 'unidentify_over')
UNION ALL
SELECT t.id, t.recipe, t.debit_account_id, t.credit_account_id, t.amount_vnd, t.reference,
       t.happened_at, t.booked_at, t.corrects_id,
       CASE WHEN k.reference IS NULL THEN t.happened_at ELSE k.at END
FROM (
    SELECT t.*, row_number() OVER (
               PARTITION BY t.happened_at, t.amount_vnd, t.recipe, t.reference ORDER BY t.id) AS nth
    FROM transfer AS t
    WHERE t.facility_id = %(facility_id)s
      AND t.recipe IN ('pay', 'overpay', 'pay_unknown', 'identify', 'identify_over', 'own_again',
                       'disown', 'unidentify', 'unidentify_over')
) AS t
LEFT JOIN known AS k USING (reference, recipe, amount_vnd, happened_at, nth)
