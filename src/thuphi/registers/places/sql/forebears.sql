-- What lay on a day where the unit lies now; the same rule of days as for the heirs, backwards.
WITH RECURSIVE line (id) AS (
    SELECT %(place)s::bigint
    UNION
    SELECT link.predecessor_id
    FROM line
    JOIN place_succession AS link ON link.successor_id = line.id
    JOIN place AS old ON old.id = link.predecessor_id
    JOIN place AS new ON new.id = link.successor_id
    WHERE CASE link.kind WHEN 'whole' THEN upper(old.valid) ELSE lower(new.valid) END > %(on)s
)
SELECT place.*
FROM place
JOIN line USING (id)
WHERE place.valid @> %(on)s::date
ORDER BY place.id
