-- One try more; a stretch that is over begins anew.
INSERT INTO tries (name, spent, ends_at)
VALUES (%s, 1, %s)
ON CONFLICT (name) DO UPDATE SET
    spent = CASE WHEN tries.ends_at <= %s THEN 1 ELSE tries.spent + 1 END,
    ends_at = CASE WHEN tries.ends_at <= %s THEN excluded.ends_at ELSE tries.ends_at END
RETURNING spent
