-- What each facility submitted for the months before one, item by item: the newest revision of a
-- month that is not a draft and was not sent back.
SELECT d.facility_id, v.item, array_agg(v.value ORDER BY d.month)
FROM declaration AS d
JOIN declared_value AS v ON v.declaration_id = d.id
WHERE d.facility_id = ANY (%(facilities)s)
  AND d.month >= %(first_on)s AND d.month < %(month)s
  AND d.state IN ('submitted', 'verified', 'approved')
  AND v.item = ANY (%(items)s)
  AND NOT EXISTS (
      SELECT FROM declaration AS later
      WHERE later.facility_id = d.facility_id AND later.month = d.month
        AND later.revision > d.revision AND later.state IN ('submitted', 'verified', 'approved'))
GROUP BY d.facility_id, v.item
