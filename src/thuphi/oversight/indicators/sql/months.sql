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
      AND c.month >= date_trunc('month', %(first_on)s::date)::date AND c.month <= %(last_on)s::date
    GROUP BY c.facility_id, c.month
    HAVING sum(c.payments) > 0
),
part (item, is_cashless, is_value) AS (
    SELECT * FROM unnest(%(items)s::text[], %(cashless)s::boolean[], %(money)s::boolean[])
),
declared AS (
    SELECT d.facility_id, d.month,
           coalesce(sum(d.value) FILTER (WHERE part.is_cashless AND NOT part.is_value), 0)::bigint
               AS cashless,
           coalesce(sum(d.value) FILTER (WHERE NOT part.is_value), 0)::bigint AS payments,
           coalesce(sum(d.value) FILTER (WHERE part.is_cashless AND part.is_value), 0)::bigint
               AS cashless_vnd,
           coalesce(sum(d.value) FILTER (WHERE part.is_value), 0)::bigint AS value_vnd
    FROM declared_figure AS d
    JOIN part ON part.item = d.item
    WHERE d.facility_id = ANY (%(facilities)s::bigint[])
      AND d.month >= date_trunc('month', %(first_on)s::date)::date
      AND d.month < date_trunc('month', %(last_on)s::date + 1)::date
    GROUP BY d.facility_id, d.month
)
SELECT b.facility_id, (b.month + interval '1 month - 1 day')::date AS last_on, true, b.cashless,
       b.payments, b.cashless_vnd, b.value_vnd
FROM booked AS b
WHERE b.month = ANY (%(full_months)s::date[])
UNION ALL
SELECT facility_id, last_on, true, cashless, payments, cashless_vnd, value_vnd
FROM money_on_days(%(facilities)s::bigint[], %(edge_months)s::date[], %(edge_first)s::date[],
                   %(edge_last)s::date[])
UNION ALL
SELECT d.facility_id, (d.month + interval '1 month - 1 day')::date, false, d.cashless, d.payments,
       d.cashless_vnd, d.value_vnd
FROM declared AS d
WHERE NOT EXISTS (
    SELECT FROM booked AS b WHERE b.facility_id = d.facility_id AND b.month = d.month)
ORDER BY 1, 2
