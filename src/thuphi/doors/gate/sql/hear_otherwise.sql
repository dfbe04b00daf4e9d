-- A repeat that says something else, kept once however often the provider sends it.
INSERT INTO heard_otherwise (heard_id, raw, headers, body_hash, heard_at)
SELECT heard_id, raw, headers::jsonb, body_hash, now()
  FROM unnest(%s::bigint[], %s::bytea[], %s::text[], %s::bytea[])
       AS repeated (heard_id, raw, headers, body_hash)
 WHERE NOT EXISTS (
    SELECT FROM heard_otherwise AS kept
     WHERE kept.heard_id = repeated.heard_id AND kept.body_hash = repeated.body_hash)
