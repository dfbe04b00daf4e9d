-- Money that turns out not to be ours leaves the count of the month in which it came; when it is ours
-- after all it is counted there again.
UPDATE month_count AS m
SET payments = m.payments + CASE p.part WHEN 0 THEN %(sign)s ELSE 0 END,
    value_vnd = m.value_vnd + %(sign)s * p.amount_vnd
FROM payment AS p
WHERE p.id = %(root_id)s AND m.facility_id = p.facility_id AND m.method = p.method
  AND m.month = date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
