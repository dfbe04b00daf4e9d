-- What of a facility is open now beside its clearing accounts: what waits, what a person must decide
-- about, what is said to have been paid over or to have gone and stands on no statement; and the days of
-- a period without a statement. `why` is the last reason a person gave.
WITH live AS MATERIALIZED (
    SELECT m.kind, m.subject_id
    FROM line_match AS m
    WHERE m.facility_id = %(facility_id)s
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
),
decided AS MATERIALIZED (
    SELECT DISTINCT ON (d.line_id) d.line_id, d.deed, d.reason
    FROM reconciliation_decision AS d
    WHERE d.facility_id = %(facility_id)s AND d.line_id IS NOT NULL
    ORDER BY d.line_id, d.id DESC
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
LEFT JOIN decided AS k ON k.line_id = l.id AND k.deed <> 'undo'
WHERE l.facility_id = %(facility_id)s
  AND (s.outcome IS NULL OR s.outcome IN ('waiting', 'only_theirs', 'amount_differs', 'to_look_at', 'duplicate')
       OR s.outcome = 'reversed' AND s.left_vnd > 0)

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
