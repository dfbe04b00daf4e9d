-- The next beneficiaries of a run that have planned charges and no bill yet.
SELECT c.beneficiary_id
FROM charge AS c
WHERE c.run_id = %(run_id)s
  AND NOT EXISTS (
      SELECT FROM bill AS b WHERE b.run_id = c.run_id AND b.beneficiary_id = c.beneficiary_id
  )
GROUP BY c.beneficiary_id
ORDER BY c.beneficiary_id
LIMIT %(limit)s
