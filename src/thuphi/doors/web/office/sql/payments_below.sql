-- Every payment that the figures of these facilities and days are made of, without anybody's name, the
-- latest first. Money whose owner was found later bears the code of that owner's bill.
SELECT f.code, f.name, p.paid_at, p.amount_vnd, p.method,
       coalesce(b.code, (
           SELECT c.code FROM payment AS found JOIN bill AS c ON c.id = found.bill_id
           WHERE found.identifies_id = p.id), '')
FROM payment AS p
JOIN facility AS f ON f.id = p.facility_id
LEFT JOIN bill AS b ON b.id = p.bill_id
WHERE p.facility_id = ANY (%(facilities)s::bigint[])
  AND p.identifies_id IS NULL
  AND p.finding NOT IN ('duplicate', 'not_for_us')
  AND p.paid_at >= %(first_at)s AND p.paid_at < %(end_at)s
  AND (%(method)s::text IS NULL OR p.method = %(method)s)
  AND (%(is_cashless)s::boolean IS NULL OR (p.method <> 'cash') = %(is_cashless)s)
  -- An empty reason asks for money whose bill is not known.
  AND (%(reason)s::text IS NULL OR coalesce(b.reason, '') = %(reason)s)
  AND (%(class_name)s::text IS NULL OR %(reason)s = '' OR b.class_name = %(class_name)s)
ORDER BY p.paid_at DESC, p.id DESC
