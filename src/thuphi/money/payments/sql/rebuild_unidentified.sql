-- Money without an owner in the book against the payments whose owner nobody has found, less what of
-- them is on its way back or gone.
SELECT coalesce(a.facility_id, p.facility_id) AS facility_id, 'unidentified' AS subject,
       coalesce(a.held_vnd, 0)::text AS kept, coalesce(p.held_vnd, 0)::text AS recounted
FROM (
    SELECT facility_id, sum(credit_vnd - debit_vnd)::bigint AS held_vnd
    FROM ledger_account WHERE kind = 'unidentified' GROUP BY facility_id
) AS a
FULL JOIN (
    SELECT p.facility_id, sum(p.unidentified_vnd - coalesce(r.gone_vnd, 0))::bigint AS held_vnd
    FROM payment AS p
    LEFT JOIN (
        SELECT payment_id, sum(CASE kind WHEN 'asked' THEN from_unidentified_vnd
                                         WHEN 'failed' THEN -from_unidentified_vnd ELSE 0 END)::bigint
               AS gone_vnd
        FROM payment_return GROUP BY payment_id
    ) AS r ON r.payment_id = p.id
    WHERE p.unidentified_vnd > 0
      AND NOT EXISTS (SELECT FROM payment AS f WHERE f.identifies_id = p.id)
    GROUP BY p.facility_id
) AS p USING (facility_id)
WHERE coalesce(a.held_vnd, 0) <> coalesce(p.held_vnd, 0)
