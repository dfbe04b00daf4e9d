-- Figures of facilities, without any person in them, are for everybody to see, as the month's counts
-- are: an officer's page and a public one add up the same. These views and the function read with
-- their owner's eyes, so that what one may see of the rows behind them stays as it is.

-- What counts of the declarations: the newest revision that was verified or approved.
CREATE VIEW declared_figure AS
SELECT d.facility_id, d.month, v.item, v.value
FROM declaration AS d
JOIN declared_value AS v ON v.declaration_id = d.id
WHERE d.state IN ('verified', 'approved')
  AND NOT EXISTS (
      SELECT FROM declaration AS later
      WHERE later.facility_id = d.facility_id AND later.month = d.month
        AND later.revision > d.revision AND later.state IN ('verified', 'approved'));

-- In which days a facility used a platform, as verified, and on which lists the platform stood then.
CREATE VIEW platform_figure AS
SELECT u.facility_id, lower(u.valid) AS from_on, upper(u.valid) AS until_on,
       coalesce(string_agg(DISTINCT l.list_code, ' '), '') AS lists
FROM platform_use AS u
LEFT JOIN platform_listing AS l ON l.platform_id = u.platform_id AND l.valid && u.valid
WHERE u.state IN ('verified', 'ended')
GROUP BY u.id, u.facility_id, u.valid;

-- In which days a facility had a merchant or a terminal. A merchant whose contract is not written
-- down is one from the day two persons had agreed on the facility's account.
CREATE VIEW contract_figure AS
SELECT m.facility_id, coalesce(lower(m.contract_valid), a.account_on) AS from_on,
       upper(m.contract_valid) AS until_on
FROM merchant AS m
LEFT JOIN (
    SELECT facility_id, min(decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS account_on
    FROM beneficiary_account WHERE state IN ('approved', 'retired') GROUP BY facility_id
) AS a ON a.facility_id = m.facility_id
WHERE m.is_active AND (m.contract_valid IS NOT NULL OR a.account_on IS NOT NULL)
UNION ALL
SELECT facility_id, lower(valid), upper(valid) FROM terminal;

REVOKE ALL ON declared_figure, platform_figure, contract_figure FROM thuphi_app, thuphi_worker;
GRANT SELECT ON declared_figure, platform_figure, contract_figure TO thuphi_app, thuphi_worker;

-- Money in of some facilities on days in a row of one month. If nothing was paid in the rest of the
-- month, the month's count says it all; if not, the payments of these days are counted, a basket of
-- bills as one.
CREATE FUNCTION money_on_days(facilities bigint[], months date[], firsts date[], lasts date[])
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
    SELECT count(*) FILTER (WHERE p.method <> 'cash' AND p.part = 0) AS cashless,
           count(*) FILTER (WHERE p.part = 0) AS payments,
           coalesce(sum(p.amount_vnd) FILTER (WHERE p.method <> 'cash'), 0)::bigint AS cashless_vnd,
           coalesce(sum(p.amount_vnd), 0)::bigint AS value_vnd
    FROM payment AS p
    WHERE p.facility_id = w.facility_id AND p.paid_at >= w.first_at AND p.paid_at < w.end_at
      AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
) AS sum
WHERE NOT w.is_all
$$;
REVOKE ALL ON FUNCTION money_on_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION money_on_days TO thuphi_app, thuphi_worker;
