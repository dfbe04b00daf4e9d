-- Count the batch into the month's figures: every đồng that came, also while it has no owner.
INSERT INTO month_count (facility_id, month, method, payments, value_vnd)
SELECT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, method,
       count(*), sum(amount_vnd)::bigint
FROM payment
WHERE heard_id = ANY (%(ids)s::bigint[]) AND identifies_id IS NULL
  AND finding NOT IN ('duplicate', 'not_for_us')
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
ON CONFLICT (facility_id, month, method)
DO UPDATE SET payments = month_count.payments + excluded.payments,
              value_vnd = month_count.value_vnd + excluded.value_vnd
