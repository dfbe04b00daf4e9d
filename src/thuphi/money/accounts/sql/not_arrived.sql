-- Money told of until the last of the days that was not on the account by then.
SELECT count(*), coalesce(sum(d.amount_vnd), 0)::bigint
FROM ({dated}) AS d
WHERE d.recipe IN ('pay', 'overpay', 'pay_unknown')
  AND d.happened_at < coalesce(%(until_at)s::timestamptz, 'infinity')
  AND (d.at IS NULL OR d.at >= coalesce(%(until_at)s::timestamptz, 'infinity'))
