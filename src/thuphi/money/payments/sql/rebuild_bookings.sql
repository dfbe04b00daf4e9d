-- Confirmed money either waits or is booked, never both and never neither.
SELECT h.facility_id, 'heard:' || h.id AS subject,
       CASE WHEN w.heard_id IS NULL THEN 'neither waiting nor booked' ELSE 'waiting and booked' END
           AS kept,
       CASE WHEN w.heard_id IS NULL THEN 'waiting' ELSE 'booked' END AS recounted
FROM heard AS h
LEFT JOIN heard_waiting AS w ON w.heard_id = h.id
LEFT JOIN payment AS p ON p.heard_id = h.id AND p.identifies_id IS NULL AND p.part = 0
WHERE h.outcome = 'confirmed' AND h.amount_vnd > 0
  AND (w.heard_id IS NULL) = (p.id IS NULL)
