-- What moved in a span of days, each đồng once: payments that are not cash, parts of credits that
-- stand beside nothing, cash paid in at the bank, and debits that a person has to look at. `day` is
-- the day of the rule: when the family paid, or when the money was on the account; payments are then
-- looked for from `near_at` to `far_at`, which no money on its way goes beyond. Clocks in Việt Nam
-- are seven hours ahead all year, which costs less than asking for the zone by name for each row.
every_move AS (
    SELECT 'payment' AS kind, p.id, p.channel, p.amount_vnd, p.paid_at AS happened_at,
           CASE WHEN %(by_arrival)s AND coalesce(one.booked_on, whole.booked_on) IS NOT NULL
                THEN coalesce(one.booked_on, whole.booked_on)
                ELSE (p.paid_at AT TIME ZONE interval '7 hours')::date END AS day,
           coalesce(one.line_id, whole.line_id) AS line_id, false AS is_out, true AS is_timed,
           CASE
               WHEN p.finding IN ('duplicate', 'not_for_us') THEN ''
               WHEN p.finding IN ('unknown', 'closed') THEN 'not_confirmed'
               WHEN one.line_id IS NULL AND whole.line_id IS NULL THEN 'not_received'
               WHEN p.identifies_id IS NOT NULL OR coalesce(one.how, whole.how) = 'person'
                   THEN 'by_person'
               ELSE 'by_itself'
           END AS confirmed,
           CASE
               WHEN p.finding = 'duplicate' THEN 'duplicate'
               WHEN p.finding = 'not_for_us' THEN 'not_ours'
               WHEN p.finding IN ('unknown', 'closed') THEN 'only_theirs'
               WHEN one.line_id IS NOT NULL THEN one.outcome
               WHEN whole.line_id IS NOT NULL THEN whole.outcome
               WHEN p.id IN (
                   SELECT d.payment_id FROM settled_row AS d
                   WHERE d.facility_id = %(facility_id)s AND d.outcome = 'amount_differs'
                     AND d.payment_id IS NOT NULL) THEN 'amount_differs'
               ELSE 'only_ours'
           END AS outcome
    FROM payment AS p
    LEFT JOIN (
        SELECT m.subject_id, m.line_id, m.how, l.booked_on, s.outcome
        FROM line_match AS m
        JOIN bank_line AS l ON l.id = m.line_id
        JOIN line_state AS s ON s.line_id = m.line_id
        WHERE m.facility_id = %(facility_id)s AND m.kind = 'payment'
          AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
    ) AS one ON one.subject_id = coalesce(p.root_id, p.identifies_id, p.id)
    LEFT JOIN (
        SELECT DISTINCT ON (d.payment_id) d.payment_id, m.line_id, m.how, l.booked_on, d.outcome
        FROM line_match AS m
        JOIN bank_line AS l ON l.id = m.line_id
        JOIN settlement_row AS r ON r.settlement_id = m.subject_id
        JOIN settled_row AS d ON d.row_id = r.id
        WHERE m.facility_id = %(facility_id)s AND m.kind = 'settlement'
          AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
        ORDER BY d.payment_id, m.line_id
    ) AS whole ON whole.payment_id = coalesce(p.root_id, p.identifies_id, p.id)
    WHERE p.facility_id = %(facility_id)s AND p.method <> 'cash'
      AND (p.finding <> 'not_for_us'
           OR p.identifies_id IS NOT NULL AND p.channel <> 'statement')
      AND p.paid_at >= %(near_at)s AND p.paid_at < %(far_at)s
      AND NOT EXISTS (SELECT FROM payment AS later WHERE later.identifies_id = p.id)

    UNION ALL

    SELECT 'line', l.id, '', CASE WHEN s.left_vnd > 0 THEN s.left_vnd ELSE l.amount_vnd END,
           coalesce(l.booked_at, l.booked_on::timestamp AT TIME ZONE interval '7 hours'),
           l.booked_on, l.id, l.direction = 'out', l.booked_at IS NOT NULL,
           CASE WHEN l.direction = 'in' AND s.outcome NOT IN ('not_ours', 'duplicate', 'reversed')
                THEN 'not_confirmed' ELSE '' END,
           s.outcome
    FROM line_state AS s
    JOIN bank_line AS l ON l.id = s.line_id
    WHERE s.facility_id = %(facility_id)s
      AND s.outcome IN ('waiting', 'only_theirs', 'amount_differs', 'duplicate', 'reversed',
                        'to_look_at', 'not_ours')
      AND l.booked_on BETWEEN %(from_on)s AND %(to_on)s
      AND CASE
              WHEN l.direction = 'out' THEN s.outcome IN ('reversed', 'to_look_at', 'amount_differs')
              WHEN s.left_vnd > 0 THEN true
              ELSE s.outcome IN ('not_ours', 'duplicate', 'reversed') AND NOT EXISTS (
                  SELECT FROM line_match AS m
                  WHERE m.line_id = l.id AND m.kind IN ('payment', 'settlement', 'deposit')
                    AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id))
          END

    UNION ALL

    SELECT 'deposit', d.id, 'cash', d.amount_vnd, d.deposited_at,
           CASE WHEN %(by_arrival)s AND one.booked_on IS NOT NULL THEN one.booked_on
                ELSE (d.deposited_at AT TIME ZONE interval '7 hours')::date END,
           one.line_id, false, true,
           CASE
               WHEN one.line_id IS NULL AND d.matched_at IS NULL THEN 'not_received'
               WHEN one.line_id IS NULL OR one.how = 'person' THEN 'by_person'
               ELSE 'by_itself'
           END,
           CASE
               WHEN one.line_id IS NOT NULL THEN one.outcome
               WHEN d.matched_at IS NOT NULL THEN 'matched'
               ELSE 'only_ours'
           END
    FROM cash_deposit AS d
    LEFT JOIN (
        SELECT m.subject_id, m.line_id, m.how, l.booked_on, s.outcome
        FROM line_match AS m
        JOIN bank_line AS l ON l.id = m.line_id
        JOIN line_state AS s ON s.line_id = m.line_id
        WHERE m.facility_id = %(facility_id)s AND m.kind = 'deposit'
          AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
    ) AS one ON one.subject_id = d.id
    WHERE d.facility_id = %(facility_id)s
      AND d.deposited_at >= %(near_at)s AND d.deposited_at < %(far_at)s
),
moved AS MATERIALIZED (
    SELECT * FROM every_move WHERE day BETWEEN %(from_on)s AND %(to_on)s
)
