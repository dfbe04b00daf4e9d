-- Money that we moved ourselves within these days, as far as no line shows it: cash paid in at the bank,
-- refunds and payouts by transfer. `grp` is what one transfer paid together.
WITH moved AS (
    SELECT 'deposit' AS kind, d.id, d.amount_vnd, d.account, d.deposited_at AS at,
           ARRAY[d.document, d.bank_reference] AS documents, '' AS payee, true AS is_done, '' AS grp
    FROM cash_deposit AS d
    WHERE d.facility_id = %(facility_id)s AND d.deposited_at >= %(from_at)s AND d.deposited_at < %(until_at)s
    UNION ALL
    SELECT 'refund', r.id, r.amount_vnd, coalesce(p.out_of_detail, %(account)s),
           coalesce(r.closed_at, r.sent_at), ARRAY[r.document, r.reference, r.provider_reference],
           r.payee_account, r.state = 'refunded', ''
    FROM refund AS r
    LEFT JOIN payment_return AS p ON p.refund_id = r.id AND p.kind = 'done' AND p.out_of = 'bank'
    WHERE r.facility_id = %(facility_id)s AND r.way = 'transfer' AND r.state IN ('sent', 'refunded')
      AND coalesce(r.closed_at, r.sent_at) >= %(from_at)s AND coalesce(r.closed_at, r.sent_at) < %(until_at)s
    UNION ALL
    SELECT 'payout', o.id, o.amount_vnd, l.from_account, coalesce(o.settled_at, l.released_at),
           ARRAY['TFCT' || o.id, o.document], o.number, o.state = 'paid', l.id || ' ' || o.document
    FROM payout AS o
    JOIN payout_list AS l ON l.id = o.payout_list_id
    WHERE o.facility_id = %(facility_id)s AND o.way = 'transfer' AND o.state IN ('released', 'paid')
      AND coalesce(o.settled_at, l.released_at) >= %(from_at)s
      AND coalesce(o.settled_at, l.released_at) < %(until_at)s
)
SELECT m.kind, m.id, m.amount_vnd, m.account, (m.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       array_remove(m.documents, ''), m.payee, m.is_done, m.grp
FROM moved AS m
WHERE NOT EXISTS (
    SELECT FROM line_match AS t
    WHERE t.facility_id = %(facility_id)s AND t.kind = m.kind AND t.subject_id = m.id
      AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = t.id))
ORDER BY m.kind, m.id
