INSERT INTO letter (
    id, facility_id, way, kind, to_address, template, facts, about, language, day, not_before,
    not_after, created_at)
SELECT
    l.id, l.facility_id, l.way, l.kind, l.to_address, l.template, l.facts, l.about, l.language,
    l.day, coalesce(l.not_before, %(at)s), l.not_after, %(at)s
FROM jsonb_to_recordset(%(letters)s::jsonb) AS l (
    id bigint, facility_id bigint, way text, kind text, to_address text, template text, facts jsonb,
    about text, language text, day date, not_before timestamptz, not_after timestamptz)
ORDER BY l.id
