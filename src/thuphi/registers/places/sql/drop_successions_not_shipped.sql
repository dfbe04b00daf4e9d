-- A corrected link replaces the old one; nothing refers to a link.
DELETE FROM place_succession
WHERE (predecessor_id, successor_id) NOT IN (
    SELECT predecessor, successor
    FROM unnest(%(predecessor)s::bigint[], %(successor)s::bigint[])
        AS shipped (predecessor, successor)
)
