-- The values of many declarations at once.
INSERT INTO declared_value (declaration_id, facility_id, item, value)
SELECT * FROM unnest(%(declarations)s::bigint[], %(facilities)s::bigint[], %(items)s::text[],
                     %(values)s::bigint[])
