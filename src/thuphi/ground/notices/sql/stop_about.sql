UPDATE letter AS l
SET state = 'stopped',
    facts = CASE WHEN l.kind = 'code' THEN '{}'::jsonb ELSE l.facts END
WHERE l.state = 'waiting' AND string_to_array(l.about, ' ') && %(about)s::text[]
  AND l.created_at <= %(at)s
