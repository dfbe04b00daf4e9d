-- The month's counts against the payments of the month, without those that were no business of ours.
SELECT coalesce(p.facility_id, m.facility_id) AS facility_id,
       coalesce(p.month, m.month)::text || ' ' || coalesce(p.method, m.method) AS subject,
       coalesce(m.payments, 0) || ': ' || coalesce(m.value_vnd, 0) AS kept,
       coalesce(p.payments, 0) || ': ' || coalesce(p.value_vnd, 0) AS recounted
FROM (
    SELECT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
           method, count(*) FILTER (WHERE part = 0) AS payments, sum(amount_vnd)::bigint AS value_vnd
    FROM payment
    WHERE identifies_id IS NULL AND finding NOT IN ('duplicate', 'not_for_us')
      AND id NOT IN (SELECT payment_id FROM payment_disowned)
    GROUP BY 1, 2, 3
) AS p
FULL JOIN month_count AS m USING (facility_id, month, method)
WHERE (coalesce(m.payments, 0), coalesce(m.value_vnd, 0))
   <> (coalesce(p.payments, 0), coalesce(p.value_vnd, 0))
