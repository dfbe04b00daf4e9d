-- Whom a run bills by rule, what and how much, as the register stands on a day: everybody in its
-- scope, whoever was named besides and whoever is in its plan already, without those left out. Who
-- was taken out before (a bill, and nothing planned any more) comes back only when named.
-- Other statements begin with this one and go on with a comma.
WITH rule AS (
    SELECT * FROM unnest(%(item_ids)s::bigint[], %(quantities)s::int[], %(prices_vnd)s::bigint[],
                         %(by_registration)s::boolean[])
        AS r (fee_item_id, quantity, unit_price_vnd, is_by_registration)
),
planned AS (
    SELECT c.beneficiary_id, count(*) AS lines FROM charge AS c
    WHERE c.run_id = %(run_id)s GROUP BY c.beneficiary_id
),
people AS (
    SELECT b.id
    FROM collection_run AS r
    JOIN beneficiary AS b ON b.facility_id = r.facility_id AND b.is_active
    LEFT JOIN planned AS p ON p.beneficiary_id = b.id
    WHERE r.id = %(run_id)s AND b.id <> ALL (%(left_out)s::bigint[])
      AND (
          b.id = ANY (%(added)s::bigint[]) OR p.lines IS NOT NULL
          OR (
              CASE r.scope_kind
                  WHEN 'school' THEN true
                  WHEN 'grade' THEN r.scope_values ? b.grade
                  WHEN 'pupils' THEN r.scope_values ? b.code
                  ELSE r.scope_values ? b.class_name
              END
              AND NOT EXISTS (
                  SELECT FROM bill AS o WHERE o.run_id = r.id AND o.beneficiary_id = b.id
              )
          )
      )
),
wanted AS (
    SELECT p.id AS beneficiary_id, w.fee_item_id, coalesce(g.quantity, w.quantity) AS quantity,
           w.unit_price_vnd * coalesce(g.percent, 100) / 100 AS unit_price_vnd
    FROM people AS p
    CROSS JOIN rule AS w
    LEFT JOIN registration AS g
        ON g.beneficiary_id = p.id AND g.fee_item_id = w.fee_item_id
       AND g.from_on <= %(on)s::date AND g.until_on > %(on)s::date
    WHERE NOT w.is_by_registration OR g.id IS NOT NULL
)
