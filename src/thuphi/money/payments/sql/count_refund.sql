-- Money that left counts in the month in which it left, by the way it had come.
INSERT INTO month_count (facility_id, month, method, payments, value_vnd, refunds, refunded_vnd)
SELECT r.facility_id,
       date_trunc('month', r.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, p.method, 0, 0, 1,
       r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd + r.short_vnd
FROM payment_return AS r JOIN payment AS p ON p.id = r.payment_id
WHERE r.id = %(id)s
ON CONFLICT (facility_id, month, method)
DO UPDATE SET refunds = month_count.refunds + 1,
              refunded_vnd = month_count.refunded_vnd + excluded.refunded_vnd
