-- Transfers that speak of days that were closed before they were booked, or that correct a transfer
-- under an earlier seal. Those under `seal_id`, or those under none yet; and of one earlier closing
-- when `about_id` is told.
SELECT t.id, t.recipe, t.amount_vnd, t.reference, t.happened_at, t.booked_at, t.corrects_id,
       p.id, p.kind, p.from_on, p.to_on
FROM transfer AS t
LEFT JOIN sealed_transfer AS m ON m.transfer_id = t.id
LEFT JOIN sealed_transfer AS old ON old.transfer_id = t.corrects_id
LEFT JOIN period_seal AS o ON o.id = old.seal_id
JOIN LATERAL (
    SELECT c.* FROM period_closing AS c
    WHERE c.facility_id = t.facility_id
      AND (c.closed_at <= t.booked_at
           AND t.happened_at >= c.from_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
           AND t.happened_at < (c.to_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
           OR c.id = o.closing_id)
      AND (%(about_id)s::bigint IS NULL OR c.id = %(about_id)s)
    ORDER BY c.kind, c.to_on LIMIT 1
) AS p ON true
WHERE t.facility_id = %(facility_id)s AND t.booked_at >= %(booked_from)s
  AND (%(seal_id)s::bigint IS NULL OR m.seal_id = %(seal_id)s)
  AND (NOT %(unsealed)s OR m.seal_id IS NULL AND t.booked_at < %(booked_before)s)
  AND (o.id IS NULL OR m.seal_id IS DISTINCT FROM o.id)
ORDER BY t.id
LIMIT %(most)s
