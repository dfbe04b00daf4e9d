-- Every task of a plan onto a province's board; what is there already stays as it is.
INSERT INTO task_item (plan_id, task_id, place_id, due_on, opened_at)
SELECT %(plan_id)s, n.task_id, %(place_id)s, n.due_on, %(at)s
FROM unnest(%(task_ids)s::text[], %(dues)s::date[]) AS n (task_id, due_on)
WHERE NOT EXISTS (
    SELECT FROM task_item AS i WHERE i.plan_id = %(plan_id)s AND i.task_id = n.task_id
      AND i.place_id = ANY (%(same_places)s::bigint[]))
ON CONFLICT DO NOTHING
