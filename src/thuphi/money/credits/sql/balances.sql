-- What is left of all lots of each family that has any.
SELECT f.beneficiary_id, f.left_vnd
FROM (
    SELECT c.beneficiary_id, sum(c.amount_vnd - coalesce((
               SELECT sum(u.amount_vnd) FROM credit_use AS u WHERE u.credit_id = c.id), 0))::bigint
               AS left_vnd
    FROM credit AS c
    WHERE c.facility_id = %(facility_id)s
      AND (%(everybody)s OR c.beneficiary_id = ANY (%(beneficiary_ids)s::bigint[]))
    GROUP BY c.beneficiary_id
) AS f
WHERE f.left_vnd > 0
ORDER BY f.beneficiary_id
