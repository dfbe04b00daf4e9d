-- The leads' parts and the supporting offices of tasks, each with who answers for it on a day.
WITH RECURSIVE chain AS (
    SELECT a.id AS agency_id, a.id AS current_id FROM agency AS a
    UNION ALL
    SELECT c.agency_id, a.successor_id
    FROM chain AS c JOIN agency AS a ON a.id = c.current_id
    WHERE a.successor_id IS NOT NULL AND NOT a.valid @> %(on)s::date
), answering AS (
    SELECT c.agency_id, a.id AS answering_id, a.name AS answering_name
    FROM chain AS c JOIN agency AS a ON a.id = c.current_id
    WHERE a.successor_id IS NULL OR a.valid @> %(on)s::date
)
SELECT p.item_id, p.id, p.agency_id, a.name, w.answering_id, w.answering_name, p.code, p.state,
       p.percent, p.note, p.evidence, p.evidence_url, p.updated_at
FROM task_part AS p
JOIN agency AS a ON a.id = p.agency_id
JOIN answering AS w ON w.agency_id = p.agency_id
WHERE p.item_id = ANY (%(items)s)
UNION ALL
SELECT s.item_id, NULL, s.agency_id, a.name, w.answering_id, w.answering_name, s.code, NULL,
       NULL, NULL, NULL, NULL, NULL
FROM task_support AS s
JOIN agency AS a ON a.id = s.agency_id
JOIN answering AS w ON w.agency_id = s.agency_id
WHERE s.item_id = ANY (%(items)s)
ORDER BY 1, 6, 3
