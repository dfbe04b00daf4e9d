-- One verified declaration for each facility and month, but for one month of ten.
INSERT INTO declaration (facility_id, month, revision, state, written_at, submitted_at, verified_by,
                         verified_at, return_reason)
SELECT f.id, m.month, 1, 'verified', w.at, w.at, %(by)s, w.at + interval '2 days', ''
FROM unnest(%(facilities)s::bigint[], %(people)s::bigint[], %(is_school)s::boolean[]) AS f (id, people, is_school)
CROSS JOIN unnest(%(months)s::date[]) AS m (month)
CROSS JOIN LATERAL (
    SELECT (m.month + interval '1 month 2 days 9 hours') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS at
) AS w
WHERE hashint8extended(f.id * 1000 + (m.month - date '2000-01-01') / 28, %(salt)s) & 1023 < 920
ORDER BY f.id, m.month
