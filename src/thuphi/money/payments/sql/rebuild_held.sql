-- Money that did not fit its order is before a person: its attempt says so, or it was decided about.
SELECT h.facility_id, 'heard:' || h.id AS subject, 'nobody looks' AS kept,
       'held: ' || h.amount_vnd AS recounted
FROM heard AS h
WHERE h.outcome = 'mismatch' AND h.amount_vnd > 0
  AND NOT EXISTS (SELECT FROM heard_waiting AS w WHERE w.heard_id = h.id)
  AND NOT EXISTS (
      SELECT FROM attempt AS a
      WHERE a.merchant_id = h.merchant_id AND a.reference = h.reference AND h.reference <> '')
