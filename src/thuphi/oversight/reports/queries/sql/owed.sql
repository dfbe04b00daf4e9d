-- Obligations with the filing that stands for each, else the newest; who answers on a day; and when
-- they were first filed.
WITH RECURSIVE chain AS (
    SELECT a.id AS agency_id, a.id AS current_id FROM agency AS a
    UNION ALL
    SELECT c.agency_id, a.successor_id
    FROM chain AS c JOIN agency AS a ON a.id = c.current_id
    WHERE a.successor_id IS NOT NULL AND NOT a.valid @> %(on)s::date
), answering AS (
    SELECT c.agency_id, a.id AS answering_id, a.name AS answering_name, a.phone
    FROM chain AS c JOIN agency AS a ON a.id = c.current_id
    WHERE a.successor_id IS NULL OR a.valid @> %(on)s::date
)
SELECT o.id, o.plan_id, o.duty_id, o.place_id, o.periodicity, o.agency_id, a.name,
       w.answering_id, w.answering_name,
       o.period_first_on, o.period_last_on, o.window_first_on, o.window_last_on, o.due_at,
       coalesce(f.state, 'missing'), f.id, f.number, f.filed_at, first.filed_at, f.hop,
       cardinality(f.route), h.answering_id, h.answering_name, coalesce(back.reason, ''),
       first.draft_id, w.phone
FROM obligation AS o
JOIN agency AS a ON a.id = o.agency_id
JOIN answering AS w ON w.agency_id = o.agency_id
LEFT JOIN LATERAL (
    SELECT * FROM filing AS n WHERE n.obligation_id = o.id
    ORDER BY n.state IN ('filed', 'forwarded', 'accepted') DESC, n.number DESC LIMIT 1
) AS f ON true
LEFT JOIN LATERAL (
    SELECT min(n.filed_at) AS filed_at, max(n.id) FILTER (WHERE n.state = 'draft') AS draft_id
    FROM filing AS n WHERE n.obligation_id = o.id
) AS first ON true
LEFT JOIN answering AS h ON h.agency_id = f.holder_id
LEFT JOIN LATERAL (
    SELECT s.reason FROM filing_step AS s
    WHERE s.filing_id = f.id AND s.deed = 'returned' ORDER BY s.number DESC LIMIT 1
) AS back ON true
WHERE (%(plan_id)s::text IS NULL OR o.plan_id = %(plan_id)s)
  AND (%(place_id)s::bigint IS NULL OR o.place_id = %(place_id)s)
  AND (%(ids)s::bigint[] IS NULL OR o.id = ANY (%(ids)s))
  AND (%(duty_ids)s::text[] IS NULL OR o.duty_id = ANY (%(duty_ids)s))
  AND (%(agency_ids)s::bigint[] IS NULL OR o.agency_id = ANY (%(agency_ids)s))
  AND (%(holder_ids)s::bigint[] IS NULL OR f.holder_id = ANY (%(holder_ids)s))
  AND (%(first_on)s::date IS NULL OR o.period_first_on = %(first_on)s)
  AND (%(last_on)s::date IS NULL OR o.period_last_on = %(last_on)s)
  AND (%(due_by)s::timestamptz IS NULL OR o.due_at <= %(due_by)s)
ORDER BY o.due_at NULLS LAST, o.duty_id, w.answering_name, o.id
