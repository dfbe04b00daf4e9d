-- To every lead that the plan names its part, once for each of the plan's codes: who follows an
-- office later takes its part over and gets no second one.
INSERT INTO task_part (item_id, agency_id, code, state, updated_at)
SELECT i.id, n.agency_id, n.code, 'not_started', %(at)s
FROM unnest(%(task_ids)s::text[], %(codes)s::text[], %(agency_ids)s::bigint[])
     AS n (task_id, code, agency_id)
JOIN task_item AS i ON i.plan_id = %(plan_id)s AND i.task_id = n.task_id
    AND i.place_id = ANY (%(same_places)s::bigint[])
WHERE NOT EXISTS (SELECT FROM task_part AS p WHERE p.item_id = i.id AND p.code = n.code)
ON CONFLICT DO NOTHING
