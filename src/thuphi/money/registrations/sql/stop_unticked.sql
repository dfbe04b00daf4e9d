-- Whoever stands in the grid without a tick takes the item no longer from the day on; what had not
-- begun by then never does.
WITH ticked AS (
    SELECT * FROM unnest(%(ticked_people)s::bigint[], %(ticked_items)s::bigint[])
        AS t (beneficiary_id, fee_item_id)
)
UPDATE registration AS r SET until_on = greatest(r.from_on, %(from_on)s::date)
WHERE r.facility_id = %(facility_id)s
  AND r.beneficiary_id = ANY (%(beneficiary_ids)s::bigint[])
  AND r.fee_item_id = ANY (%(item_ids)s::bigint[])
  AND r.until_on > greatest(r.from_on, %(from_on)s::date)
  AND NOT EXISTS (
      SELECT FROM ticked AS t
      WHERE t.beneficiary_id = r.beneficiary_id AND t.fee_item_id = r.fee_item_id
  )
