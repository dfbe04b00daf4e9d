-- The month's counts of money that went back against what went back in it.
SELECT coalesce(r.facility_id, m.facility_id) AS facility_id,
       coalesce(r.month, m.month)::text || ' ' || coalesce(r.method, m.method) AS subject,
       coalesce(m.refunds, 0) || ': ' || coalesce(m.refunded_vnd, 0) AS kept,
       coalesce(r.refunds, 0) || ': ' || coalesce(r.refunded_vnd, 0) AS recounted
FROM (
    SELECT r.facility_id,
           date_trunc('month', r.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
           p.method, count(*) AS refunds,
           sum(r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd
               + r.short_vnd)::bigint AS refunded_vnd
    FROM payment_return AS r JOIN payment AS p ON p.id = r.payment_id
    WHERE r.kind = 'done'
    GROUP BY 1, 2, 3
) AS r
FULL JOIN (SELECT * FROM month_count WHERE refunds <> 0 OR refunded_vnd <> 0) AS m
    USING (facility_id, month, method)
WHERE (coalesce(m.refunds, 0), coalesce(m.refunded_vnd, 0))
   <> (coalesce(r.refunds, 0), coalesce(r.refunded_vnd, 0))
