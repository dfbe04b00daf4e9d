-- What a run that was brought up to date no longer plans.
DELETE FROM charge AS c
USING unnest(%(beneficiary_ids)s::bigint[], %(item_ids)s::bigint[]) AS d (beneficiary_id, item_id)
WHERE c.run_id = %(run_id)s AND c.beneficiary_id = d.beneficiary_id AND c.fee_item_id = d.item_id
