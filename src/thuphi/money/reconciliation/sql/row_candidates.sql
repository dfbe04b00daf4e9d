-- What of ours each row of a settlement may be. A payment stands for all parts of its notification, so
-- that the money for a basket of bills is one row at the provider and one here. A card slip is found by
-- the host's number (RRN), by terminal, batch and trace, or by terminal and approval code of one day.
WITH told AS MATERIALIZED (
    SELECT r.id, r.kind, r.gross_vnd, r.paid_at, s.channel, s.settled_on, r.our_reference,
           split_part(r.provider_reference, '#', 1) AS provider_reference,
           coalesce(r.paid_at, s.settled_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') AS about_at,
           ltrim(coalesce(r.raw ->> 'tid', ''), '0') AS tid,
           ltrim(coalesce(r.raw ->> 'rrn', ''), '0') AS rrn,
           ltrim(coalesce(r.raw ->> 'batch', ''), '0') AS batch,
           ltrim(coalesce(r.raw ->> 'stan', ''), '0') AS stan,
           coalesce(r.raw ->> 'approval', '') AS approval
    FROM settlement_row AS r
    JOIN settlement AS s ON s.id = r.settlement_id
    WHERE r.id = ANY (%(ids)s::bigint[])
),
span AS (
    SELECT channel, min(about_at) - interval '10 days' AS from_at,
           max(about_at) + interval '2 days' AS to_at
    FROM told GROUP BY channel
),
pool AS MATERIALIZED (
    SELECT p.id, p.channel, p.paid_at, h.amount_vnd, h.reference, h.provider_reference,
           h.bank_reference,
           ltrim(coalesce(h.details ->> 'tid', ''), '0') AS tid,
           ltrim(coalesce(h.details ->> 'rrn', ''), '0') AS rrn,
           ltrim(coalesce(h.details ->> 'stan', ''), '0') AS stan,
           ltrim(coalesce(h.details ->> 'host_reconciliation_id',
                          h.details ->> 'reconciliation_id', ''), '0') AS batch,
           coalesce(h.details ->> 'approval_code', '') AS approval
    FROM span AS s
    JOIN payment AS p ON p.facility_id = %(facility_id)s AND p.channel = s.channel
        AND p.paid_at BETWEEN s.from_at AND s.to_at
    JOIN heard AS h ON h.id = p.heard_id
    WHERE p.part = 0 AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
),
-- The provider's own number finds a payment however long ago it was.
by_number AS (
    SELECT w.id AS row_id, p.id, p.paid_at, h.amount_vnd
    FROM told AS w
    JOIN merchant AS m ON m.facility_id = %(facility_id)s AND m.channel = w.channel
    JOIN heard AS h ON h.channel = w.channel AND h.merchant_id = m.id
        AND h.provider_reference = w.provider_reference
    JOIN payment AS p ON p.heard_id = h.id AND p.part = 0 AND p.identifies_id IS NULL
        AND p.finding NOT IN ('duplicate', 'not_for_us')
    WHERE w.kind = 'payment'
),
payments AS (
    SELECT row_id, 1 AS rank, id, paid_at, amount_vnd FROM by_number
    UNION ALL
    SELECT w.id, 2, p.id, p.paid_at, p.amount_vnd
    FROM told AS w
    JOIN pool AS p ON p.channel = w.channel AND p.reference = w.our_reference
    WHERE w.kind = 'payment' AND w.our_reference <> ''
    UNION ALL
    SELECT w.id, 3, p.id, p.paid_at, p.amount_vnd
    FROM told AS w
    JOIN pool AS p ON p.channel = w.channel AND p.bank_reference = w.provider_reference
    WHERE w.kind = 'payment'
    UNION ALL
    SELECT w.id, 3, p.id, p.paid_at, p.amount_vnd
    FROM told AS w
    JOIN pool AS p ON p.channel = w.channel AND p.rrn = w.rrn
        AND (w.tid = '' OR p.tid = '' OR p.tid = w.tid)
        AND p.paid_at BETWEEN w.about_at - interval '4 days' AND w.about_at + interval '1 day'
    WHERE w.kind = 'payment' AND w.rrn <> ''
    UNION ALL
    SELECT w.id, 4, p.id, p.paid_at, p.amount_vnd
    FROM told AS w
    JOIN pool AS p ON p.channel = w.channel AND p.tid = w.tid AND p.batch = w.batch AND p.stan = w.stan
    WHERE w.kind = 'payment' AND w.tid <> '' AND w.batch <> '' AND w.stan <> ''
    UNION ALL
    SELECT w.id, 5, p.id, p.paid_at, p.amount_vnd
    FROM told AS w
    JOIN pool AS p ON p.channel = w.channel AND p.tid = w.tid AND p.approval = w.approval
        AND p.amount_vnd = w.gross_vnd
        AND p.paid_at BETWEEN w.about_at - interval '4 days' AND w.about_at + interval '1 day'
    WHERE w.kind = 'payment' AND w.tid <> '' AND w.approval <> '' AND w.rrn = ''
),
-- What went back, under the refund's own number or the number of the payment it is of.
refunds AS (
    SELECT w.id AS row_id,
           CASE WHEN b.provider_reference = w.provider_reference THEN 1
                WHEN b.reference = w.our_reference AND b.reference <> '' THEN 2
                ELSE 3 END AS rank,
           b.id, coalesce(b.closed_at, b.sent_at, b.asked_at) AS at, b.amount_vnd
    FROM told AS w
    JOIN refund AS b ON b.facility_id = %(facility_id)s AND b.channel = w.channel
        AND b.way IN ('provider', 'reversal') AND b.state IN ('approved', 'sent', 'refunded', 'reversed')
    JOIN payment AS p ON p.id = b.payment_id
    JOIN heard AS h ON h.id = p.heard_id
    WHERE w.kind IN ('refund', 'chargeback')
      AND (b.provider_reference = w.provider_reference
           OR b.reference <> '' AND b.reference IN (w.our_reference, w.provider_reference)
           OR h.provider_reference = w.provider_reference
           OR h.reference <> '' AND h.reference IN (w.our_reference, w.provider_reference)
           OR h.details ->> 'rrn' <> '' AND ltrim(h.details ->> 'rrn', '0') = w.rrn)
)
SELECT c.row_id, 'payment', c.id, c.rank, c.amount_vnd = w.gross_vnd,
       EXISTS (SELECT FROM settled_row AS d WHERE d.payment_id = c.id AND d.row_id <> c.row_id
               AND d.outcome IN ('matched', 'matched_other_day')),
       w.paid_at IS NULL OR (w.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
           = (c.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       abs(extract(epoch FROM c.paid_at - w.about_at))::bigint
FROM payments AS c JOIN told AS w ON w.id = c.row_id
UNION ALL
SELECT c.row_id, 'refund', c.id, c.rank, c.amount_vnd = -w.gross_vnd,
       EXISTS (SELECT FROM settled_row AS d WHERE d.refund_id = c.id AND d.row_id <> c.row_id
               AND d.outcome IN ('matched', 'matched_other_day')),
       w.paid_at IS NULL OR (w.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
           = (c.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       abs(extract(epoch FROM c.at - w.about_at))::bigint
FROM refunds AS c JOIN told AS w ON w.id = c.row_id
