-- What is still owed, by how long it is late, sorted by class and by run of the bills.
WITH owed AS (
    SELECT b.class_name, b.run_id, b.total_vnd - b.paid_vnd AS rest_vnd,
           CASE WHEN b.due_on >= %(today)s::date THEN 'not_due'
                WHEN b.due_on >= %(today)s::date - 30 THEN 'to_30'
                WHEN b.due_on >= %(today)s::date - 60 THEN 'to_60'
                WHEN b.due_on >= %(today)s::date - 90 THEN 'to_90' ELSE 'over_90' END AS age
    FROM bill AS b
    WHERE b.facility_id = %(facility_id)s AND b.state IN ('open', 'part_paid')
)
SELECT CASE WHEN grouping(o.class_name) = 0 THEN 'class' ELSE 'run' END AS by,
       coalesce(o.class_name, '') AS class_name, o.run_id, coalesce(r.name, '') AS name, o.age,
       count(*) AS bills, sum(o.rest_vnd)::bigint AS rest_vnd
FROM owed AS o
LEFT JOIN collection_run AS r ON r.id = o.run_id
GROUP BY GROUPING SETS ((o.class_name, o.age), (o.run_id, r.name, o.age))
ORDER BY by, o.run_id DESC NULLS LAST, substring(o.class_name FROM '[0-9]{1,6}')::int NULLS LAST,
         vietnamese_place(o.class_name)
