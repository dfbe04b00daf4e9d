-- Money in, month by month, of some facilities, wherever they stood.
SELECT c.facility_id, c.month,
       coalesce(sum(c.payments) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.payments)::bigint,
       coalesce(sum(c.value_vnd) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.value_vnd)::bigint
FROM month_count AS c
WHERE c.facility_id = ANY (%(facilities)s::bigint[])
  AND c.month >= %(first_on)s::date AND c.month < %(end_on)s::date
GROUP BY c.facility_id, c.month
ORDER BY c.facility_id, c.month
