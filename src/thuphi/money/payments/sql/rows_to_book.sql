-- What each payment of the batch moves in the book, as rows of recipes.
SELECT p.facility_id,
       CASE WHEN v.part <> 'unidentified' AND p.channel = 'cash' THEN v.recipe || '_cash'
            ELSE v.recipe END AS recipe,
       CASE WHEN v.part <> 'unidentified' AND p.channel = 'cash' THEN ''
            ELSE p.channel END AS debit_detail,
       CASE v.part WHEN 'excess' THEN b.beneficiary_id::text ELSE '' END AS credit_detail,
       CASE v.part WHEN 'applied' THEN p.applied_vnd
                   WHEN 'excess' THEN p.excess_vnd
                   ELSE p.unidentified_vnd END AS amount_vnd,
       coalesce(b.code, 'heard:' || p.heard_id) AS reference, p.paid_at AS happened_at
FROM payment AS p
CROSS JOIN (VALUES ('applied', 'pay'), ('excess', 'overpay'), ('unidentified', 'pay_unknown'))
    AS v (part, recipe)
LEFT JOIN bill AS b ON b.id = p.bill_id
WHERE p.heard_id = ANY (%(ids)s::bigint[]) AND p.identifies_id IS NULL
  AND CASE v.part WHEN 'applied' THEN p.applied_vnd
                  WHEN 'excess' THEN p.excess_vnd
                  ELSE p.unidentified_vnd END > 0
