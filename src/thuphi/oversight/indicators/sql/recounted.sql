-- What the month's counts must be, counted again from the payments. A row that names the payment
-- whose owner was found is the same money once more and is left out. A basket of bills is one payment.
-- What turned out to be no business of the facility is no payment.
SELECT p.facility_id, date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
       p.method, count(*) FILTER (WHERE p.part = 0 AND d.amount_vnd IS DISTINCT FROM p.amount_vnd),
       sum(p.amount_vnd - coalesce(d.amount_vnd, 0))::bigint
FROM payment AS p
LEFT JOIN payment_disowned AS d ON d.payment_id = p.id
WHERE p.facility_id = ANY (%(facilities)s::bigint[])
  AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
  AND p.paid_at >= (%(first_on)s::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND p.paid_at < (%(end_on)s::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
GROUP BY 1, 2, 3
HAVING sum(p.amount_vnd - coalesce(d.amount_vnd, 0)) > 0
ORDER BY 1, 2, 3
