-- What went back by providers, that any of some rows may be: under its own number, or under the number of
-- the payment that it is of.
SELECT b.id, b.channel, coalesce(b.closed_at, b.sent_at, b.asked_at), b.amount_vnd, b.provider_reference,
       b.reference, h.provider_reference, h.reference, ltrim(coalesce(h.details ->> 'rrn', ''), '0'),
       EXISTS (SELECT FROM settled_row AS d WHERE d.refund_id = b.id
               AND d.outcome IN ('matched', 'matched_other_day'))
FROM refund AS b
JOIN payment AS p ON p.id = b.payment_id
JOIN heard AS h ON h.id = p.heard_id
WHERE b.facility_id = %(facility_id)s AND b.channel = ANY (%(channels)s::text[])
  AND b.way IN ('provider', 'reversal') AND b.state IN ('approved', 'sent', 'refunded', 'reversed')
  AND (b.provider_reference = ANY (%(numbers)s::text[]) OR b.reference = ANY (%(numbers)s::text[])
       OR b.reference = ANY (%(ours)s::text[]) OR h.provider_reference = ANY (%(numbers)s::text[])
       OR h.reference = ANY (%(ours)s::text[]) OR h.reference = ANY (%(numbers)s::text[])
       OR ltrim(h.details ->> 'rrn', '0') = ANY (%(rrns)s::text[]))
