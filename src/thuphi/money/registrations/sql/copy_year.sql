-- Who took an item on the last day of a year takes the item of the same code from the first day of
-- another year, if still on the lists; number and coefficient go along.
INSERT INTO registration (facility_id, beneficiary_id, fee_item_id, quantity, percent, from_on,
                          until_on)
SELECT r.facility_id, r.beneficiary_id, n.id, r.quantity, r.percent, %(from_on)s::date,
       %(until_on)s::date
FROM registration AS r
JOIN fee_item AS o ON o.id = r.fee_item_id AND o.school_year = %(old_year)s
JOIN fee_item AS n ON n.facility_id = o.facility_id AND n.code = o.code
    AND n.school_year = %(new_year)s AND n.is_active
JOIN beneficiary AS b ON b.id = r.beneficiary_id AND b.is_active
WHERE r.facility_id = %(facility_id)s
  AND r.from_on <= %(last_on)s::date AND r.until_on > %(last_on)s::date
  AND NOT EXISTS (
      SELECT FROM registration AS x
      WHERE x.beneficiary_id = r.beneficiary_id AND x.fee_item_id = n.id
        AND x.until_on > x.from_on
  )
ORDER BY r.beneficiary_id, n.id
