-- Money in of some facilities in a period that may begin and end within a month: whole months from
-- the month's counts, the days at its edges from the payments themselves. A month in which anything
-- was booked is booked; another counts as it was declared, in the period that holds its last day.
WITH booked AS MATERIALIZED (
    SELECT c.facility_id, c.month,
           coalesce(sum(c.payments) FILTER (WHERE c.method <> 'cash'), 0)::bigint AS cashless,
           sum(c.payments)::bigint AS payments,
           coalesce(sum(c.value_vnd) FILTER (WHERE c.method <> 'cash'), 0)::bigint AS cashless_vnd,
           sum(c.value_vnd)::bigint AS value_vnd
    FROM month_count AS c
    WHERE c.facility_id = ANY (%(facilities)s::bigint[])
      AND c.month >= date_trunc('month', %(first_on)s::date) AND c.month <= %(last_on)s::date
    GROUP BY c.facility_id, c.month
    HAVING sum(c.payments) > 0
),
-- Days in a row that are not a whole month, cut where a target is due.
edge AS (
    SELECT piece.month, piece.first_on, piece.last_on,
           piece.first_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS first_at,
           (piece.last_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS end_at,
           (piece.month + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS month_end_at,
           piece.first_on = piece.month AS begins_month
    FROM unnest(%(edge_months)s::date[], %(edge_first)s::date[], %(edge_last)s::date[])
         AS piece (month, first_on, last_on)
),
at_edge AS (
    SELECT b.facility_id, b.month, edge.last_on, b.cashless, b.payments, b.cashless_vnd, b.value_vnd
    FROM edge
    JOIN booked AS b ON b.month = edge.month
    WHERE edge.begins_month AND NOT EXISTS (
        -- Nothing was paid in the rest of the month: the month's count says it all.
        SELECT FROM payment AS p
        WHERE p.facility_id = b.facility_id
          AND p.paid_at >= edge.end_at AND p.paid_at < edge.month_end_at)
    UNION ALL
    SELECT b.facility_id, b.month, edge.last_on, sum.cashless, sum.payments, sum.cashless_vnd,
           sum.value_vnd
    FROM edge
    JOIN booked AS b ON b.month = edge.month
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE p.method <> 'cash') AS cashless, count(*) AS payments,
               coalesce(sum(p.amount_vnd) FILTER (WHERE p.method <> 'cash'), 0)::bigint
                   AS cashless_vnd,
               coalesce(sum(p.amount_vnd), 0)::bigint AS value_vnd
        FROM payment AS p
        WHERE p.facility_id = b.facility_id
          AND p.paid_at >= edge.first_at AND p.paid_at < edge.end_at
          AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
    ) AS sum
    WHERE NOT edge.begins_month OR EXISTS (
        SELECT FROM payment AS p
        WHERE p.facility_id = b.facility_id
          AND p.paid_at >= edge.end_at AND p.paid_at < edge.month_end_at)
),
declared AS (
    SELECT d.facility_id, d.month, (d.month + interval '1 month - 1 day')::date AS last_on,
           coalesce(sum(d.value) FILTER (WHERE d.item = ANY (%(cashless_counts)s::text[])), 0)::bigint
               AS cashless,
           coalesce(sum(d.value) FILTER (WHERE d.item = ANY (%(counts)s::text[])), 0)::bigint
               AS payments,
           coalesce(sum(d.value) FILTER (WHERE d.item = ANY (%(cashless_values)s::text[])), 0)::bigint
               AS cashless_vnd,
           coalesce(sum(d.value) FILTER (WHERE d.item = ANY (%(values)s::text[])), 0)::bigint
               AS value_vnd
    FROM declared_now AS d
    WHERE d.facility_id = ANY (%(facilities)s::bigint[])
      AND d.item = ANY (%(counts)s::text[] || %(values)s::text[])
      AND d.month >= date_trunc('month', %(first_on)s::date)
      AND d.month + interval '1 month' <= %(last_on)s::date + 1
    GROUP BY d.facility_id, d.month
),
every AS (
    SELECT b.facility_id, b.month, (b.month + interval '1 month - 1 day')::date AS last_on,
           true AS is_booked, b.cashless, b.payments, b.cashless_vnd, b.value_vnd
    FROM booked AS b
    WHERE b.month = ANY (%(full_months)s::date[])
    UNION ALL
    SELECT facility_id, month, last_on, true, cashless, payments, cashless_vnd, value_vnd
    FROM at_edge
    UNION ALL
    SELECT d.facility_id, d.month, d.last_on, false, d.cashless, d.payments, d.cashless_vnd,
           d.value_vnd
    FROM declared AS d
    WHERE NOT EXISTS (
        SELECT FROM booked AS b WHERE b.facility_id = d.facility_id AND b.month = d.month)
)
SELECT facility_id, array_agg(month ORDER BY last_on), array_agg(last_on ORDER BY last_on),
       array_agg(is_booked ORDER BY last_on), array_agg(cashless ORDER BY last_on),
       array_agg(payments ORDER BY last_on), array_agg(cashless_vnd ORDER BY last_on),
       array_agg(value_vnd ORDER BY last_on)
FROM every
GROUP BY facility_id
