-- The shipped rows in, only what differs is written; parents come before children by their ids.
INSERT INTO place (
    id, code, level, kind, name, full_name, search_key,
    parent_id, province_id, valid, certainty, source
)
SELECT
    id, code, level, kind, name, full_name, search_key,
    parent_id, province_id, daterange(valid_from, valid_until), certainty, source
FROM unnest(
    %(id)s::bigint[], %(code)s::text[], %(level)s::text[], %(kind)s::text[], %(name)s::text[],
    %(full_name)s::text[], %(search_key)s::text[], %(parent)s::bigint[], %(province)s::bigint[],
    %(valid_from)s::date[], %(valid_until)s::date[], %(certainty)s::text[], %(source)s::text[]
) AS shipped (
    id, code, level, kind, name, full_name, search_key,
    parent_id, province_id, valid_from, valid_until, certainty, source
)
ORDER BY id
ON CONFLICT (id) DO UPDATE SET
    code = excluded.code,
    level = excluded.level,
    kind = excluded.kind,
    name = excluded.name,
    full_name = excluded.full_name,
    search_key = excluded.search_key,
    parent_id = excluded.parent_id,
    province_id = excluded.province_id,
    valid = excluded.valid,
    certainty = excluded.certainty,
    source = excluded.source
WHERE place IS DISTINCT FROM excluded
