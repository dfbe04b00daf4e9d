-- A merchant's latest day with a real payment; locked in one order, and only moved forward.
WITH told AS (
    SELECT DISTINCT ON (t.id) t.id, t.paid_on
    FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS t (id, paid_on)
    ORDER BY t.id, t.paid_on DESC
),
behind AS MATERIALIZED (
    SELECT m.id
    FROM merchant AS m
    JOIN told AS t ON t.id = m.id
    WHERE m.last_paid_on IS NULL OR m.last_paid_on < t.paid_on
    ORDER BY m.id
    FOR NO KEY UPDATE OF m
)
UPDATE merchant AS m
   SET last_paid_on = greatest(m.last_paid_on, t.paid_on)
  FROM behind AS b
  JOIN told AS t ON t.id = b.id
 WHERE m.id = b.id
