-- Payments that any of some rows may be. By the provider's own number however long ago; by anything else
-- within the days of the rows. A payment stands for all parts of its notification, so that the money for a
-- basket of bills is one row at the provider and one here.
WITH found AS (
    SELECT p.id
    FROM unnest(%(numbers)s::text[], %(channels)s::text[]) AS n (number, channel)
    JOIN merchant AS m ON m.facility_id = %(facility_id)s AND m.channel = n.channel
    JOIN heard AS h ON h.channel = n.channel AND h.merchant_id = m.id AND h.provider_reference = n.number
    JOIN payment AS p ON p.heard_id = h.id
    UNION
    SELECT p.id
    FROM payment AS p
    JOIN heard AS h ON h.id = p.heard_id
    WHERE p.facility_id = %(facility_id)s AND p.channel = ANY (%(channels)s::text[])
      AND p.paid_at BETWEEN %(from_at)s AND %(to_at)s
      AND (h.reference = ANY (%(ours)s::text[])
           OR h.bank_reference = ANY (%(numbers)s::text[])
           OR ltrim(h.details ->> 'rrn', '0') = ANY (%(rrns)s::text[])
           OR ltrim(h.details ->> 'stan', '0') = ANY (%(stans)s::text[])
           OR h.details ->> 'approval_code' = ANY (%(approvals)s::text[]))
)
SELECT p.id, p.channel, p.paid_at, h.amount_vnd, h.provider_reference, h.reference, h.bank_reference,
       ltrim(coalesce(h.details ->> 'tid', ''), '0'), ltrim(coalesce(h.details ->> 'rrn', ''), '0'),
       ltrim(coalesce(h.details ->> 'host_reconciliation_id', h.details ->> 'reconciliation_id', ''), '0'),
       ltrim(coalesce(h.details ->> 'stan', ''), '0'), coalesce(h.details ->> 'approval_code', ''),
       EXISTS (SELECT FROM settled_row AS d WHERE d.payment_id = p.id
               AND d.outcome IN ('matched', 'matched_other_day'))
FROM found AS f
JOIN payment AS p ON p.id = f.id
JOIN heard AS h ON h.id = p.heard_id
WHERE p.part = 0 AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
