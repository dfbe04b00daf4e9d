-- What lies in the clearing accounts at the end of a day, thing by thing.
SELECT t.kind, t.id, t.channel, t.amount_vnd, t.happened_on,
       coalesce(b.code, CASE WHEN h.id IS NOT NULL THEN h.provider_reference END, f.reference, d.document,
                r.provider_reference, '') AS reference
FROM (
    SELECT kind, id, channel, sum(amount_vnd)::bigint AS amount_vnd,
           min((at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS happened_on
    FROM moves
    WHERE (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= %(until_on)s
    GROUP BY kind, id, channel
    HAVING sum(amount_vnd) <> 0
) AS t
LEFT JOIN payment AS p ON t.kind = 'payment' AND p.id = t.id
LEFT JOIN heard AS h ON h.id = p.heard_id
LEFT JOIN bill AS b ON b.id = p.bill_id
LEFT JOIN refund AS f ON t.kind = 'refund' AND f.id = t.id
LEFT JOIN cash_deposit AS d ON t.kind = 'deposit' AND d.id = t.id
LEFT JOIN settlement_row AS r ON t.kind = 'settlement_row' AND r.id = t.id
ORDER BY t.happened_on, t.channel, t.kind, t.id
