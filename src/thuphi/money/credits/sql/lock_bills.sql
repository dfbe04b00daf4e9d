-- The next bills of a run that are not paid and whose family has credit, locked in the order of all.
SELECT b.id, b.beneficiary_id
FROM bill AS b
WHERE b.run_id = %(run_id)s AND b.facility_id = %(facility_id)s AND b.id > %(after)s
  AND b.state IN ('open', 'part_paid')
  AND EXISTS (SELECT FROM credit AS c
              WHERE c.facility_id = b.facility_id AND c.beneficiary_id = b.beneficiary_id)
ORDER BY b.id
LIMIT %(limit)s
FOR UPDATE OF b
