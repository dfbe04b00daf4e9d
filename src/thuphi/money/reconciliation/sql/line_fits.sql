-- Lines and settlements of the same sum within a few days of each other, on an account that the
-- provider pays to, both still open: first the settlements that any of the wanted lines fits, then every
-- open line that fits one of those, so that "exactly one" is counted over all there is. What a person
-- took apart is never put together again.
WITH open_settlement AS MATERIALIZED (
    SELECT s.id, s.channel, s.reference, s.settled_on, s.net_vnd
    FROM settlement AS s
    WHERE s.facility_id = %(facility_id)s AND s.net_vnd <> 0 AND s.channel <> ALL (%(each)s::text[])
      AND NOT EXISTS (
          SELECT FROM line_match AS m
          WHERE m.facility_id = %(facility_id)s AND m.kind = 'settlement' AND m.subject_id = s.id
            AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
      )
),
fit AS MATERIALIZED (
    SELECT l.id AS line_id, s.id AS settlement_id, s.channel, s.reference, s.settled_on, l.booked_on,
           l.account, l.text, l.payer_name, l.bank_reference, l.end_to_end, l.amount_vnd
    FROM open_settlement AS s
    JOIN bank_line AS l ON l.facility_id = %(facility_id)s
        AND l.booked_on BETWEEN s.settled_on - %(days)s::int AND s.settled_on + %(days)s::int
        AND l.amount_vnd = abs(s.net_vnd) AND (l.direction = 'out') = (s.net_vnd < 0)
    JOIN line_state AS o ON o.line_id = l.id
    WHERE NOT l.is_reversal AND o.left_vnd = l.amount_vnd AND o.payment_id IS NULL
      AND o.outcome IN ('waiting', 'to_look_at', 'only_theirs', 'amount_differs')
      AND NOT EXISTS (
          SELECT FROM line_match AS m JOIN line_match_undone AS u ON u.match_id = m.id
          WHERE m.line_id = l.id AND m.kind = 'settlement' AND m.subject_id = s.id
      )
      AND NOT EXISTS (
          SELECT FROM merchant AS a
          WHERE a.facility_id = %(facility_id)s AND a.channel = s.channel AND a.account_number <> ''
          HAVING count(*) > 0 AND bool_and(a.account_number <> l.account)
      )
)
SELECT f.line_id, f.settlement_id, f.channel, f.reference, f.settled_on = f.booked_on, f.text,
       f.payer_name, f.bank_reference, f.end_to_end, f.amount_vnd
FROM fit AS f
WHERE f.settlement_id IN (
    SELECT settlement_id FROM fit
    WHERE %(all_lines)s OR line_id = ANY (%(lines)s::bigint[])
)
