-- Money in, month by month, of every facility below some units of a day.
-- Where a facility stood in a month is where it stood last in it: a stay counts from the month it
-- begins in up to the month in which the next one begins. If that unit is there no more on the day,
-- the month counts where the facility itself stands on the day, so that a school of a commune that
-- was divided goes where it lies and not where most of the commune went.
WITH RECURSIVE stay AS (
    SELECT facility_id, place_id, lower(valid) AS from_on,
           coalesce(lead(lower(valid)) OVER stays, 'infinity') AS until_on,
           max(coalesce(upper(valid), 'infinity')) OVER whole AS closed_on
    FROM facility_place
    WINDOW whole AS (PARTITION BY facility_id),
           stays AS (PARTITION BY facility_id ORDER BY lower(valid))
),
line AS (
    SELECT facility_id, place_id, from_on, until_on, closed_on FROM stay
    UNION
    SELECT line.facility_id, link.successor_id, upper(old.valid), line.until_on, line.closed_on
    FROM line
    JOIN place AS old ON old.id = line.place_id AND upper(old.valid) < line.until_on
    JOIN place_succession AS link ON link.predecessor_id = old.id AND link.is_default
),
spell AS MATERIALIZED (
    SELECT line.facility_id, line.place_id, line.from_on, line.closed_on,
           coalesce(upper(p.valid), 'infinity') AS ended_on,
           least(line.until_on, coalesce(upper(p.valid), 'infinity')) AS until_on
    FROM line
    JOIN place AS p ON p.id = line.place_id
    WHERE line.from_on < coalesce(upper(p.valid), 'infinity')
),
stands AS (
    SELECT facility_id, place_id FROM spell
    WHERE from_on <= %(on)s::date AND %(on)s::date < until_on
),
month AS (
    SELECT spell.facility_id,
           CASE WHEN spell.ended_on > %(on)s::date THEN spell.place_id
                ELSE stands.place_id END AS stands_for,
           greatest(date_trunc('month', spell.from_on)::date, %(first_on)s::date) AS first_on,
           least(spell.closed_on, %(end_on)s::date,
                 date_trunc('month', lead(spell.from_on) OVER (
                     PARTITION BY spell.facility_id ORDER BY spell.from_on))::date) AS end_on
    FROM spell
    LEFT JOIN stands ON stands.facility_id = spell.facility_id
)
SELECT month.stands_for, c.facility_id, c.month,
       coalesce(sum(c.payments) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.payments)::bigint,
       coalesce(sum(c.value_vnd) FILTER (WHERE c.method <> 'cash'), 0)::bigint,
       sum(c.value_vnd)::bigint
FROM month
JOIN month_count AS c
    ON c.facility_id = month.facility_id AND c.month >= month.first_on AND c.month < month.end_on
WHERE month.stands_for = ANY (%(units)s::bigint[])
GROUP BY month.stands_for, c.facility_id, c.month
ORDER BY c.facility_id, c.month
