-- Which of these notifications may tell of a credit that a line of the statement has brought already: of
-- the same account and amount, paid within five days of it, with the bank's own reference or a code of
-- the line's money, and that no other notification has told of. The surest pair comes first. A line
-- that a person found to be no business of ours brought nothing.
SELECT h.id, l.id AS line_heard_id, h.facility_id
FROM heard AS h
JOIN merchant AS m ON m.id = h.merchant_id
JOIN heard AS l ON l.channel = 'statement' AND l.facility_id = h.facility_id
    AND l.account IN (h.account, m.account_number) AND l.amount_vnd = h.amount_vnd
CROSS JOIN LATERAL (SELECT
    l.bank_reference <> '' AND (l.bank_reference = h.bank_reference
        OR (length(l.bank_reference) = 16 AND left(h.bank_reference, 16) = l.bank_reference)
        OR (length(h.bank_reference) = 16 AND left(l.bank_reference, 16) = h.bank_reference))
        AS is_same_reference,
    l.codes && h.codes OR EXISTS (
        SELECT FROM payment AS p JOIN bill AS b ON b.id = p.bill_id
        WHERE p.heard_id = l.id AND b.code = ANY (h.codes))
        -- Whoever heard of it could not read the code that was healed in the same words.
        OR l.corrected AND h.codes = '{}' AND length(regexp_replace(l.text, '[^0-9A-Za-z]', '', 'g')) >= 10
           AND lower(regexp_replace(l.text, '[^0-9A-Za-z]', '', 'g'))
             = lower(regexp_replace(h.text, '[^0-9A-Za-z]', '', 'g')) AS is_same_code
) AS s
WHERE h.id = ANY (%(ids)s::bigint[]) AND h.outcome = 'confirmed' AND h.amount_vnd > 0
  AND h.channel NOT IN ('cash', 'statement') AND h.account <> ''
  AND l.paid_at BETWEEN h.paid_at - interval '5 days' AND h.paid_at + interval '5 days'
  AND (s.is_same_reference OR s.is_same_code)
  AND NOT EXISTS (SELECT FROM told_before AS t WHERE t.line_heard_id = l.id OR t.heard_id = h.id)
  AND NOT EXISTS (
      SELECT FROM payment AS p JOIN payment_disowned AS d ON d.payment_id = p.id WHERE p.heard_id = l.id)
ORDER BY s.is_same_reference DESC,
         abs(extract(epoch FROM l.paid_at - h.paid_at)), h.id, l.id
