-- Every transfer of a facility in the days asked for with both accounts, in the order of the days.
SELECT d.id, d.recipe, d.reference, d.at, d.happened_at, d.booked_at, d.amount_vnd,
       d.debit_account_id, d.credit_account_id, d.corrects_id
FROM ({dated}) AS d
WHERE d.at >= coalesce(%(from_at)s::timestamptz, '-infinity')
  AND d.at < coalesce(%(until_at)s::timestamptz, 'infinity')
ORDER BY d.at, d.id
