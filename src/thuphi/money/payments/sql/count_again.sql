-- Money that turns out not to be ours leaves the count of the month in which it came; when it is ours
-- after all it is counted there again. It is one payment until nothing of it is left.
UPDATE month_count AS m
SET payments = m.payments + CASE WHEN f.part = 0 AND f.is_whole THEN %(sign)s ELSE 0 END,
    value_vnd = m.value_vnd + %(sign)s * f.amount_vnd
FROM (
    SELECT r.facility_id, r.method, r.part, s.amount_vnd,
           date_trunc('month', r.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
           r.amount_vnd = coalesce((SELECT d.amount_vnd FROM payment_disowned AS d
                                    WHERE d.payment_id = r.id), 0)
                          + CASE WHEN %(sign)s > 0 THEN s.amount_vnd ELSE 0 END AS is_whole
    FROM payment AS s
    JOIN payment AS r ON r.id = coalesce(s.root_id, s.identifies_id)
    WHERE s.id = %(id)s
) AS f
WHERE m.facility_id = f.facility_id AND m.method = f.method AND m.month = f.month
