-- Everything of a facility that is open now: what waits, what a person must decide about, and what is
-- said to have come or gone and stands on no statement; and the days of a period without a statement.
-- `why` is the last reason a person gave. Payments of a known settlement are in it, not told twice.
WITH live AS MATERIALIZED (
    SELECT m.kind, m.subject_id
    FROM line_match AS m
    WHERE m.facility_id = %(facility_id)s
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
),
-- A payment whose owner was found later is one money with the one that came.
seen AS MATERIALIZED (
    SELECT coalesce(p.identifies_id, p.id) AS root
    FROM live AS l JOIN payment AS p ON p.id = l.subject_id
    WHERE l.kind = 'payment'
    UNION
    SELECT coalesce(p.identifies_id, p.id)
    FROM settled_row AS d JOIN payment AS p ON p.id = d.payment_id
    WHERE d.facility_id = %(facility_id)s AND d.outcome IN ('matched', 'matched_other_day')
),
-- What a provider gave back itself it keeps back from what it pays over.
given_back AS MATERIALIZED (
    SELECT r.payment_id, sum(r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd) AS vnd
    FROM payment_return AS r
    WHERE r.facility_id = %(facility_id)s AND r.kind = 'done' AND r.out_of = 'clearing'
    GROUP BY r.payment_id
),
decided AS MATERIALIZED (
    SELECT DISTINCT ON (d.line_id, d.payment_id) d.line_id, d.payment_id, d.deed, d.reason
    FROM reconciliation_decision AS d
    WHERE d.facility_id = %(facility_id)s
    ORDER BY d.line_id, d.payment_id, d.id DESC
),
looked_at AS MATERIALIZED (
    SELECT line_id, reason FROM decided WHERE line_id IS NOT NULL AND deed <> 'undo'
),
explained AS MATERIALIZED (
    SELECT DISTINCT ON (p.root) p.root, d.reason
    FROM decided AS d
    JOIN (SELECT id, coalesce(identifies_id, id) AS root FROM payment
          WHERE facility_id = %(facility_id)s) AS p ON p.id = d.payment_id
    WHERE d.deed IN ('explain', 'note')
    ORDER BY p.root, d.payment_id DESC
)
SELECT 'notice_waits' AS need, h.id, h.channel, h.amount_vnd,
       (h.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS happened_on,
       h.provider_reference AS reference, '' AS note, NULL AS why
FROM heard AS h
WHERE h.facility_id = %(facility_id)s
  AND h.id IN (SELECT heard_id FROM heard_waiting)

UNION ALL

SELECT 'notice_refused', h.id, h.channel, h.amount_vnd,
       (h.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, h.provider_reference, '', NULL
FROM heard AS h
WHERE h.facility_id = %(facility_id)s
  AND h.id IN (SELECT heard_id FROM heard_set_aside)
  AND NOT EXISTS (SELECT FROM payment AS p WHERE p.heard_id = h.id)

UNION ALL

SELECT CASE WHEN coalesce(s.outcome, 'waiting') = 'waiting' THEN 'line_waits' ELSE 'line_undecided' END,
       l.id, l.direction, coalesce(nullif(s.left_vnd, 0), l.amount_vnd), l.booked_on,
       coalesce(nullif(l.bank_reference, ''), left(l.text, 60)), coalesce(s.outcome, 'waiting'), k.reason
FROM bank_line AS l
LEFT JOIN line_state AS s ON s.line_id = l.id
LEFT JOIN looked_at AS k ON k.line_id = l.id
WHERE l.facility_id = %(facility_id)s
  AND (s.outcome IS NULL OR s.outcome IN ('waiting', 'only_theirs', 'amount_differs', 'to_look_at', 'duplicate')
       OR s.outcome = 'reversed' AND s.left_vnd > 0)

UNION ALL

SELECT 'payment_unseen', p.id, p.channel, p.amount_vnd - coalesce(g.vnd, 0)::bigint,
       (p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       coalesce((SELECT b.code FROM bill AS b WHERE b.id = p.bill_id), 'heard:' || p.heard_id), '', e.reason
FROM payment AS p
LEFT JOIN given_back AS g ON g.payment_id = p.id
LEFT JOIN explained AS e ON e.root = p.id
WHERE p.facility_id = %(facility_id)s AND p.identifies_id IS NULL AND p.channel <> 'cash'
  AND p.finding NOT IN ('duplicate', 'not_for_us')
  AND p.amount_vnd > coalesce(g.vnd, 0)
  AND p.id NOT IN (SELECT root FROM seen)

UNION ALL

SELECT 'deposit_unseen', d.id, 'cash_deposit', d.amount_vnd,
       (d.deposited_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, d.document, '', NULL
FROM cash_deposit AS d
WHERE d.facility_id = %(facility_id)s AND d.matched_at IS NULL
  AND d.id NOT IN (SELECT subject_id FROM live WHERE kind = 'deposit')

UNION ALL

SELECT 'settlement_unseen', s.id, s.channel, s.net_vnd, s.settled_on, s.reference, '', NULL
FROM settlement AS s
WHERE s.facility_id = %(facility_id)s AND s.net_vnd > 0
  AND s.id NOT IN (SELECT subject_id FROM live WHERE kind = 'settlement')

UNION ALL

SELECT 'money_out_unseen', r.id, 'refund', r.amount_vnd,
       (r.closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, r.reference, r.document, NULL
FROM refund AS r
WHERE r.facility_id = %(facility_id)s AND r.way = 'transfer' AND r.state = 'refunded'
  AND r.id NOT IN (SELECT subject_id FROM live WHERE kind = 'refund')

UNION ALL

SELECT 'money_out_unseen', o.id, 'payout', o.amount_vnd,
       (o.settled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'TFCT' || o.id, o.document, NULL
FROM payout AS o
WHERE o.facility_id = %(facility_id)s AND o.way = 'transfer' AND o.state = 'paid'
  AND o.id NOT IN (SELECT subject_id FROM live WHERE kind = 'payout')

UNION ALL

-- A day is told by a statement over it, or by two statements around it whose balances meet.
SELECT 'no_statement', a.id, 'bank', 0, d.day::date, a.number, '', NULL
FROM beneficiary_account AS a
CROSS JOIN generate_series(%(from_on)s::date::timestamp, %(until_on)s::date::timestamp, '1 day') AS d (day)
WHERE a.facility_id = %(facility_id)s AND a.state = 'approved'
  AND d.day::date >= (a.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  AND NOT EXISTS (
      SELECT FROM statement AS s
      WHERE s.facility_id = a.facility_id AND s.account = a.number
        AND s.kind IN ('end_of_day', 'sheet') AND d.day::date BETWEEN s.from_on AND s.to_on)
  AND NOT coalesce(
      (SELECT s.closing_vnd FROM statement AS s
       WHERE s.facility_id = a.facility_id AND s.account = a.number
         AND s.kind IN ('end_of_day', 'sheet') AND s.to_on < d.day::date
       ORDER BY s.to_on DESC, s.id DESC LIMIT 1)
      = (SELECT s.opening_vnd FROM statement AS s
         WHERE s.facility_id = a.facility_id AND s.account = a.number
           AND s.kind IN ('end_of_day', 'sheet') AND s.from_on > d.day::date
         ORDER BY s.from_on, s.id LIMIT 1), false)
ORDER BY happened_on, need, id
