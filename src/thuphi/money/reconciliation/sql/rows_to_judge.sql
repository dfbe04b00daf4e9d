-- Rows of settlements that nobody has looked at yet, then those that nothing of ours explained so far,
-- with what each can be found by. A second refund of one payment is told apart by `#2`, which is ours.
SELECT r.id, r.kind, r.gross_vnd, s.channel, r.settlement_id,
       coalesce(r.paid_at, s.settled_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') AS about_at,
       r.paid_at IS NOT NULL AS has_time,
       split_part(r.provider_reference, '#', 1), r.our_reference,
       ltrim(coalesce(r.raw ->> 'tid', ''), '0'), ltrim(coalesce(r.raw ->> 'rrn', ''), '0'),
       ltrim(coalesce(r.raw ->> 'batch', ''), '0'), ltrim(coalesce(r.raw ->> 'stan', ''), '0'),
       coalesce(r.raw ->> 'approval', '')
FROM settlement_row AS r
JOIN settlement AS s ON s.id = r.settlement_id
LEFT JOIN settled_row AS d ON d.row_id = r.id
WHERE r.facility_id = %(facility_id)s
  AND (d.row_id IS NULL OR d.outcome IN ('only_theirs', 'amount_differs'))
ORDER BY d.row_id IS NOT NULL, r.id
LIMIT %(limit)s
