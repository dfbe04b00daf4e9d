-- What a unit has become by a day: the unit itself while it lasts, then all that took it over.
-- A whole goes over on the day it ends; a part goes over on the day its successor begins.
WITH RECURSIVE line (id) AS (
    SELECT %(place)s::bigint
    UNION
    SELECT link.successor_id
    FROM line
    JOIN place_succession AS link ON link.predecessor_id = line.id
    JOIN place AS old ON old.id = link.predecessor_id
    JOIN place AS new ON new.id = link.successor_id
    WHERE CASE link.kind WHEN 'whole' THEN upper(old.valid) ELSE lower(new.valid) END <= %(on)s
      AND (link.is_default OR NOT %(only_default)s)
)
SELECT place.*
FROM place
JOIN line USING (id)
WHERE place.valid @> %(on)s::date
ORDER BY place.id
