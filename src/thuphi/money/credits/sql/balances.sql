-- What is left of all lots of each family that has any.
SELECT c.beneficiary_id, (sum(c.amount_vnd) - coalesce(sum(u.used_vnd), 0))::bigint
FROM credit AS c
LEFT JOIN (
    SELECT v.credit_id, sum(v.amount_vnd) AS used_vnd FROM credit_use AS v
    WHERE v.facility_id = %(facility_id)s GROUP BY v.credit_id
) AS u ON u.credit_id = c.id
WHERE c.facility_id = %(facility_id)s
  AND (%(everybody)s OR c.beneficiary_id = ANY (%(beneficiary_ids)s::bigint[]))
GROUP BY c.beneficiary_id
HAVING sum(c.amount_vnd) > coalesce(sum(u.used_vnd), 0)
ORDER BY c.beneficiary_id
