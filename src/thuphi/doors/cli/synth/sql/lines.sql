-- Who of these facilities is billed in a month, and for what. Four of a hundred are let off half of
-- the first item.
INSERT INTO made_line
SELECT %(first_bill)s::bigint + p.person, f.facility_id, p.person, i.place, i.item_id, i.name, q.quantity,
       i.price_vnd, q.quantity * i.price_vnd,
       CASE WHEN i.place = 0 AND pg_temp.lot(p.person, %(salt)s + 11) %% 100 < 4
            THEN q.quantity * i.price_vnd / 2 ELSE 0 END,
       i.revenue, i.waiver
FROM made_facility AS f
CROSS JOIN LATERAL generate_series(f.first_person, f.first_person + f.people - 1) AS p (person)
JOIN made_item AS i ON i.facility_id = f.facility_id AND i.school_year = %(school_year)s
CROSS JOIN LATERAL (
    SELECT i.least + pg_temp.lot(p.person * 8 + i.place, %(salt)s + 12) %% i.spread AS quantity
) AS q
WHERE f.facility_id = ANY (%(facilities)s)
  AND (f.billed = 1000 OR pg_temp.lot(p.person, %(salt)s + 13) %% 1000 < f.billed)
  AND i.months >> (%(calendar_month)s - 1) & 1 = 1
  AND (i.ends_on IS NULL OR i.ends_on > %(month)s)
  AND (i.takers = 1000 OR pg_temp.lot(p.person * 8 + i.place, %(people_salt)s) %% 1000 < i.takers)
