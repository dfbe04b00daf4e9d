-- The shipped links in, only what differs is written.
INSERT INTO place_succession (predecessor_id, successor_id, kind, is_default, source)
SELECT predecessor, successor, kind, is_default, source
FROM unnest(
    %(predecessor)s::bigint[], %(successor)s::bigint[], %(kind)s::text[],
    %(is_default)s::boolean[], %(source)s::text[]
) AS shipped (predecessor, successor, kind, is_default, source)
ORDER BY predecessor, successor
ON CONFLICT (predecessor_id, successor_id) DO UPDATE SET
    kind = excluded.kind,
    is_default = excluded.is_default,
    source = excluded.source
WHERE (place_succession.kind, place_succession.is_default, place_succession.source)
    IS DISTINCT FROM (excluded.kind, excluded.is_default, excluded.source)
