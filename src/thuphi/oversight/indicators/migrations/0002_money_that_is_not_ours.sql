-- Money in of some facilities on days in a row of one month. If nothing was paid in the rest of the
-- month, the month's count says it all; if not, the payments of these days are counted, a basket of
-- bills as one. What turned out to be no business of the facility is no payment.
CREATE OR REPLACE FUNCTION money_on_days(facilities bigint[], months date[], firsts date[], lasts date[])
RETURNS TABLE (facility_id bigint, month date, last_on date, cashless bigint, payments bigint,
               cashless_vnd bigint, value_vnd bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH piece AS MATERIALIZED (
    SELECT one.month, one.last_on, one.first_on = one.month AS begins_month,
           one.first_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS first_at,
           (one.last_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS end_at,
           (one.month + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS month_end_at
    FROM unnest(months, firsts, lasts) AS one (month, first_on, last_on)
),
wanted AS MATERIALIZED (
    SELECT c.facility_id, piece.month, piece.last_on, piece.first_at, piece.end_at,
           sum(c.payments) FILTER (WHERE c.method <> 'cash') AS cashless,
           sum(c.payments) AS payments,
           sum(c.value_vnd) FILTER (WHERE c.method <> 'cash') AS cashless_vnd,
           sum(c.value_vnd) AS value_vnd,
           piece.begins_month AND NOT EXISTS (
               SELECT FROM payment AS p
               WHERE p.facility_id = c.facility_id
                 AND p.paid_at >= piece.end_at AND p.paid_at < piece.month_end_at) AS is_all
    FROM piece
    JOIN month_count AS c ON c.month = piece.month AND c.facility_id = ANY (facilities)
    GROUP BY c.facility_id, piece.month, piece.last_on, piece.first_at, piece.end_at,
             piece.month_end_at, piece.begins_month
    HAVING sum(c.payments) > 0
)
SELECT w.facility_id, w.month, w.last_on, coalesce(w.cashless, 0)::bigint, w.payments::bigint,
       coalesce(w.cashless_vnd, 0)::bigint, w.value_vnd::bigint
FROM wanted AS w WHERE w.is_all
UNION ALL
SELECT w.facility_id, w.month, w.last_on, sum.cashless, sum.payments, sum.cashless_vnd,
       sum.value_vnd
FROM wanted AS w
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE p.method <> 'cash' AND p.part = 0 AND NOT o.is_gone) AS cashless,
           count(*) FILTER (WHERE p.part = 0 AND NOT o.is_gone) AS payments,
           coalesce(sum(o.ours_vnd) FILTER (WHERE p.method <> 'cash'), 0)::bigint AS cashless_vnd,
           coalesce(sum(o.ours_vnd), 0)::bigint AS value_vnd
    FROM payment AS p
    LEFT JOIN payment_disowned AS d ON d.payment_id = p.id AND d.facility_id = p.facility_id
    CROSS JOIN LATERAL (SELECT p.amount_vnd - coalesce(d.amount_vnd, 0) AS ours_vnd,
                               d.amount_vnd IS NOT DISTINCT FROM p.amount_vnd AS is_gone) AS o
    WHERE p.facility_id = w.facility_id AND p.paid_at >= w.first_at AND p.paid_at < w.end_at
      AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
) AS sum
WHERE NOT w.is_all
$$;
