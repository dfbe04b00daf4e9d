-- Days that were declared for earlier months and hold until another is declared.
SELECT DISTINCT ON (d.facility_id, v.item) d.facility_id, v.item, v.value
FROM declaration AS d
JOIN declared_value AS v ON v.declaration_id = d.id
WHERE d.facility_id = ANY (%(facilities)s)
  AND d.month < %(month)s
  AND d.state IN ('submitted', 'verified', 'approved')
  AND v.item = ANY (%(items)s)
ORDER BY d.facility_id, v.item, d.month DESC, d.revision DESC
