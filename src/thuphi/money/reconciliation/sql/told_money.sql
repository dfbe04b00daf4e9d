-- Money that was told of and booked within these days, and that neither a line nor a provider's
-- settlement shows yet. What was found to be a duplicate, for another account, or no business of ours is
-- no money.
SELECT h.id, h.amount_vnd, (extract(epoch FROM h.paid_at) * 1000000)::bigint AS paid_at,
       array_agg(p.id ORDER BY p.part),
       array_agg(p.applied_vnd + p.excess_vnd + p.unidentified_vnd ORDER BY p.part),
       h.account, array_remove(ARRAY[h.bank_reference, h.provider_reference], ''), h.virtual_account,
       array_remove(array_cat(
           CASE WHEN h.corrected THEN '{}' ELSE h.codes END,
           array_agg(coalesce(b.code, (
               SELECT o.code FROM payment AS i JOIN bill AS o ON o.id = i.bill_id
               WHERE p.bill_id IS NULL AND i.identifies_id = p.id LIMIT 1)))), NULL),
       (h.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
FROM payment AS p
JOIN heard AS h ON h.id = p.heard_id
LEFT JOIN bill AS b ON b.id = p.bill_id
WHERE p.facility_id = %(facility_id)s AND p.identifies_id IS NULL
  AND p.paid_at >= %(from_at)s AND p.paid_at < %(until_at)s
  AND p.channel NOT IN ('cash', 'statement') AND p.finding NOT IN ('duplicate', 'not_for_us')
  AND p.heard_id <> ALL (%(without)s::bigint[])
GROUP BY h.id
HAVING NOT EXISTS (
        SELECT FROM line_match AS m
        WHERE m.facility_id = %(facility_id)s AND m.kind = 'payment' AND m.subject_id = ANY (array_agg(p.id))
          AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id))
   AND NOT EXISTS (
        SELECT FROM settled_row AS d
        WHERE d.facility_id = %(facility_id)s AND d.payment_id = ANY (array_agg(p.id))
          AND d.outcome IN ('matched', 'matched_other_day')
          AND h.channel <> ALL (%(pay_each)s::text[]))
   AND NOT EXISTS (SELECT FROM payment_disowned AS d WHERE d.payment_id = ANY (array_agg(p.id)))
ORDER BY h.id
