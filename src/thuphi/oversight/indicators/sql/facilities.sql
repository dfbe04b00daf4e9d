-- The facilities that were there on some day of a period, below a place by the geography of a day
-- (all of them when no place is named; one when one is named), each with the unit in which it counts on that day:
-- where it stands then; if it had closed, or its unit had ended with nobody saying where it lies
-- now, what the unit became by default; if it was founded later, what lay there before, so far as
-- that is one unit.
WITH RECURSIVE stay AS (
    SELECT facility_id, place_id, lower(valid) AS from_on,
           lead(lower(valid)) OVER stays AS until_on,
           min(lower(valid)) OVER whole AS founded_on,
           max(coalesce(upper(valid), 'infinity')) OVER whole AS closed_on
    FROM facility_place
    WHERE %(facility)s::bigint IS NULL OR facility_id = %(facility)s::bigint
    WINDOW whole AS (PARTITION BY facility_id),
           stays AS (PARTITION BY facility_id ORDER BY lower(valid))
),
expected AS MATERIALIZED (
    SELECT * FROM stay
    WHERE founded_on <= %(last_on)s::date AND closed_on > %(first_on)s::date
),
line AS (
    SELECT facility_id, place_id, from_on, coalesce(until_on, 'infinity') AS until_on FROM expected
    UNION
    SELECT line.facility_id, link.successor_id, upper(old.valid), line.until_on
    FROM line
    JOIN place AS old ON old.id = line.place_id AND upper(old.valid) < line.until_on
    JOIN place_succession AS link ON link.predecessor_id = old.id AND link.is_default
),
spell AS MATERIALIZED (
    SELECT line.facility_id, line.place_id, line.from_on,
           least(line.until_on, coalesce(upper(p.valid), 'infinity')) AS until_on,
           p.kind, p.parent_id, p.province_id
    FROM line
    JOIN place AS p ON p.id = line.place_id
    WHERE line.from_on < coalesce(upper(p.valid), 'infinity')
),
-- Who was founded after the day: what lay there before, as far as the ground it was founded on tells.
later AS (
    SELECT DISTINCT ON (facility_id) facility_id, place_id, founded_on
    FROM expected WHERE founded_on > %(on)s::date
    ORDER BY facility_id, from_on
),
back AS (
    SELECT DISTINCT place_id AS origin_id, founded_on, place_id, founded_on AS until_on FROM later
    UNION
    SELECT back.origin_id, back.founded_on, link.predecessor_id, change.on_day
    FROM back
    JOIN place_succession AS link ON link.successor_id = back.place_id
    JOIN place AS old ON old.id = link.predecessor_id
    JOIN place AS new ON new.id = link.successor_id
    CROSS JOIN LATERAL (
        SELECT CASE link.kind WHEN 'whole' THEN upper(old.valid) ELSE lower(new.valid) END AS on_day
    ) AS change
    WHERE change.on_day > %(on)s::date AND change.on_day <= back.until_on
),
before AS (
    SELECT back.origin_id, back.founded_on,
           CASE WHEN min(p.id) = max(p.id) THEN min(p.id) END AS place_id,
           CASE WHEN min(p.parent_id) = max(p.parent_id) THEN min(p.parent_id) END AS parent_id,
           CASE WHEN min(p.province_id) = max(p.province_id) THEN min(p.province_id) END
               AS province_id
    FROM back
    JOIN place AS p ON p.id = back.place_id AND p.valid @> %(on)s::date
    GROUP BY back.origin_id, back.founded_on
),
counts AS (
    SELECT facility_id, place_id, parent_id, province_id
    FROM spell WHERE from_on <= %(on)s::date AND %(on)s::date < until_on
    UNION ALL
    SELECT later.facility_id, before.place_id, before.parent_id, before.province_id
    FROM later
    LEFT JOIN before
        ON before.origin_id = later.place_id AND before.founded_on = later.founded_on
),
there AS (
    SELECT facility_id, min(founded_on) AS founded_on,
           nullif(max(closed_on), 'infinity') AS closed_on
    FROM expected GROUP BY facility_id
),
kinds AS (
    SELECT facility_id, array_agg(kind ORDER BY from_on) AS kinds,
           array_agg(from_on ORDER BY from_on) AS kinds_from
    FROM spell WHERE from_on <= %(last_on)s::date GROUP BY facility_id
),
areas AS (
    SELECT facility_id, array_agg(area ORDER BY lower(valid)) AS areas,
           array_agg(lower(valid) ORDER BY lower(valid)) AS areas_from
    FROM facility_area GROUP BY facility_id
),
account AS (
    SELECT facility_id, min(decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS account_on
    FROM beneficiary_account WHERE state IN ('approved', 'retired') GROUP BY facility_id
),
contract AS (
    SELECT facility_id, array_agg(from_on) AS contracts_from, array_agg(until_on) AS contracts_until
    FROM contract_figure GROUP BY facility_id
),
platforms AS (
    SELECT facility_id, array_agg(from_on) AS used_from, array_agg(until_on) AS used_until,
           array_agg(lists) AS used_lists
    FROM platform_figure GROUP BY facility_id
)
SELECT f.id, f.name, f.code, f.sector, f.level, f.tier, f.ownership,
       there.founded_on, there.closed_on,
       counts.place_id, counts.parent_id, counts.province_id,
       f.focal_name <> '' AND f.focal_phone <> '',
       kinds.kinds, kinds.kinds_from, areas.areas, areas.areas_from,
       account.account_on, contract.contracts_from, contract.contracts_until,
       platforms.used_from, platforms.used_until, platforms.used_lists
FROM there
JOIN facility AS f ON f.id = there.facility_id
LEFT JOIN counts ON counts.facility_id = f.id
LEFT JOIN kinds ON kinds.facility_id = f.id
LEFT JOIN areas ON areas.facility_id = f.id
LEFT JOIN account ON account.facility_id = f.id
LEFT JOIN contract ON contract.facility_id = f.id
LEFT JOIN platforms ON platforms.facility_id = f.id
WHERE %(place)s::bigint IS NULL
   OR %(place)s::bigint IN (counts.place_id, counts.parent_id, counts.province_id)
ORDER BY f.id
