-- The offices that support a task, once for each of the plan's codes.
INSERT INTO task_support (item_id, agency_id, code)
SELECT i.id, n.agency_id, n.code
FROM unnest(%(task_ids)s::text[], %(codes)s::text[], %(agency_ids)s::bigint[])
     AS n (task_id, code, agency_id)
JOIN task_item AS i ON i.plan_id = %(plan_id)s AND i.task_id = n.task_id
    AND i.place_id = ANY (%(same_places)s::bigint[])
WHERE NOT EXISTS (SELECT FROM task_support AS s WHERE s.item_id = i.id AND s.code = n.code)
ON CONFLICT DO NOTHING
