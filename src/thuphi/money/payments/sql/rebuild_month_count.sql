-- The month's counts against the payments of the month, without those that were no business of ours.
SELECT coalesce(p.facility_id, m.facility_id) AS facility_id,
       coalesce(p.month, m.month)::text || ' ' || coalesce(p.method, m.method) AS subject,
       coalesce(m.payments, 0) || ': ' || coalesce(m.value_vnd, 0) AS kept,
       coalesce(p.payments, 0) || ': ' || coalesce(p.value_vnd, 0) AS recounted
FROM (
    SELECT p.facility_id, date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
           p.method,
           count(*) FILTER (WHERE p.part = 0 AND d.amount_vnd IS DISTINCT FROM p.amount_vnd) AS payments,
           sum(p.amount_vnd - coalesce(d.amount_vnd, 0))::bigint AS value_vnd
    FROM payment AS p
    LEFT JOIN payment_disowned AS d ON d.payment_id = p.id
    WHERE p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
    GROUP BY 1, 2, 3
) AS p
FULL JOIN month_count AS m USING (facility_id, month, method)
WHERE (coalesce(m.payments, 0), coalesce(m.value_vnd, 0))
   <> (coalesce(p.payments, 0), coalesce(p.value_vnd, 0))
