-- What moved in a span of days, each đồng once: payments that are not cash, parts of credits that
-- stand beside nothing, cash paid in at the bank, and debits that a person has to look at. `day` is
-- the day of the rule: when the family paid, or when the money was on the account. Lines are looked
-- for from `near_on` to `far_on`, which no money on its way goes beyond.
live AS (
    SELECT m.kind, m.subject_id, m.line_id, m.how, l.booked_on,
           coalesce(s.outcome, 'matched') AS outcome
    FROM bank_line AS l
    JOIN line_match AS m ON m.line_id = l.id
    LEFT JOIN line_state AS s ON s.line_id = l.id
    WHERE l.facility_id = %(facility_id)s AND l.booked_on BETWEEN %(near_on)s AND %(far_on)s
      AND m.kind IN ('payment', 'settlement', 'deposit')
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
),
arrived AS (
    SELECT DISTINCT ON (root) root, line_id, how, booked_on, outcome
    FROM (
        SELECT one.subject_id AS root, one.line_id, one.how, one.booked_on, one.outcome
        FROM live AS one
        WHERE one.kind = 'payment'
        UNION ALL
        SELECT coalesce(p.root_id, p.identifies_id, p.id), one.line_id, one.how, one.booked_on, d.outcome
        FROM live AS one
        JOIN settlement_row AS r ON r.settlement_id = one.subject_id
        JOIN settled_row AS d ON d.row_id = r.id
        JOIN payment AS p ON p.id = d.payment_id
        WHERE one.kind = 'settlement'
    ) AS each
    ORDER BY root, line_id DESC
),
differs AS (
    SELECT d.payment_id
    FROM settled_row AS d
    WHERE d.facility_id = %(facility_id)s AND d.outcome = 'amount_differs'
      AND d.payment_id IS NOT NULL
),
every_move AS (
    SELECT 'payment' AS kind, p.id, p.channel, p.amount_vnd, p.paid_at AS happened_at,
           CASE WHEN %(by_arrival)s AND a.booked_on IS NOT NULL THEN a.booked_on
                ELSE (p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END AS day,
           a.line_id, false AS is_out,
           CASE
               WHEN p.finding IN ('duplicate', 'not_for_us') THEN ''
               WHEN p.finding IN ('unknown', 'closed') THEN 'not_confirmed'
               WHEN a.line_id IS NULL THEN 'not_received'
               WHEN a.how = 'person' OR p.identifies_id IS NOT NULL THEN 'by_person'
               ELSE 'by_itself'
           END AS confirmed,
           CASE
               WHEN p.finding = 'duplicate' THEN 'duplicate'
               WHEN p.finding = 'not_for_us' THEN 'not_ours'
               WHEN p.finding IN ('unknown', 'closed') THEN 'only_theirs'
               WHEN a.line_id IS NOT NULL THEN a.outcome
               WHEN p.id IN (SELECT payment_id FROM differs) THEN 'amount_differs'
               ELSE 'only_ours'
           END AS outcome
    FROM payment AS p
    LEFT JOIN arrived AS a ON a.root = coalesce(p.root_id, p.identifies_id, p.id)
    WHERE p.facility_id = %(facility_id)s AND p.method <> 'cash'
      AND (p.finding <> 'not_for_us' OR p.identifies_id IS NOT NULL)
      AND p.paid_at >= %(near_at)s AND p.paid_at < %(far_at)s
      AND NOT EXISTS (SELECT FROM payment AS later WHERE later.identifies_id = p.id)

    UNION ALL

    SELECT 'line', l.id, '',
           CASE WHEN coalesce(s.left_vnd, 0) > 0 THEN s.left_vnd ELSE l.amount_vnd END,
           coalesce(l.booked_at, l.booked_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'),
           l.booked_on, l.id, l.direction = 'out',
           CASE WHEN l.direction = 'in'
                 AND coalesce(s.outcome, 'waiting') NOT IN ('not_ours', 'duplicate', 'reversed')
                THEN 'not_confirmed' ELSE '' END,
           coalesce(s.outcome, 'waiting')
    FROM bank_line AS l
    LEFT JOIN line_state AS s ON s.line_id = l.id
    WHERE l.facility_id = %(facility_id)s
      AND l.booked_on BETWEEN %(from_on)s AND %(to_on)s
      AND CASE
              WHEN l.direction = 'in'
                  THEN s.left_vnd IS NULL OR s.left_vnd > 0
                       OR s.outcome IN ('not_ours', 'duplicate', 'reversed')
              ELSE s.outcome IN ('reversed', 'to_look_at', 'amount_differs')
          END
      AND (coalesce(s.left_vnd, 1) > 0 OR l.id NOT IN (SELECT line_id FROM live))

    UNION ALL

    SELECT 'deposit', d.id, 'cash', d.amount_vnd, d.deposited_at,
           CASE WHEN %(by_arrival)s AND one.booked_on IS NOT NULL THEN one.booked_on
                ELSE (d.deposited_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END,
           one.line_id, false,
           CASE
               WHEN one.line_id IS NULL AND d.matched_at IS NULL THEN 'not_received'
               WHEN one.how = 'person' OR (one.line_id IS NULL AND d.matched_at IS NOT NULL)
                   THEN 'by_person'
               ELSE 'by_itself'
           END,
           CASE
               WHEN one.line_id IS NOT NULL THEN one.outcome
               WHEN d.matched_at IS NOT NULL THEN 'matched'
               ELSE 'only_ours'
           END
    FROM cash_deposit AS d
    LEFT JOIN live AS one ON one.kind = 'deposit' AND one.subject_id = d.id
    WHERE d.facility_id = %(facility_id)s
      AND d.deposited_at >= %(near_at)s AND d.deposited_at < %(far_at)s
),
moved AS (
    SELECT * FROM every_move WHERE day BETWEEN %(from_on)s AND %(to_on)s
)
