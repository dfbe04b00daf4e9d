-- Which of these notifications may tell of a credit that a line of the statement has brought already: of
-- the same account and amount, paid within five days of it, with the bank's own reference or a code of
-- the line's money, and that no other notification has told of. The surest pair comes first. A line
-- that a person found to be no business of ours brought nothing.
WITH told AS MATERIALIZED (
    SELECT h.id, h.facility_id, h.account, m.account_number, h.amount_vnd, h.bank_reference, h.codes,
           h.paid_at, lower(regexp_replace(h.text, '[^0-9A-Za-z]', '', 'g')) AS words
    FROM heard AS h
    JOIN merchant AS m ON m.id = h.merchant_id
    WHERE h.id = ANY (%(ids)s::bigint[]) AND h.outcome = 'confirmed' AND h.amount_vnd > 0
      AND h.channel NOT IN ('cash', 'statement') AND h.account <> ''
),
line AS MATERIALIZED (
    SELECT l.id, l.facility_id, l.bank_reference, l.codes,
           CASE WHEN l.corrected THEN lower(regexp_replace(l.text, '[^0-9A-Za-z]', '', 'g')) ELSE '' END
               AS words
    FROM (SELECT facility_id, account, amount_vnd FROM told
          UNION SELECT facility_id, account_number, amount_vnd FROM told) AS t
    JOIN heard AS l ON l.channel = 'statement' AND l.facility_id = t.facility_id
        AND l.account = t.account AND l.amount_vnd = t.amount_vnd
    WHERE l.paid_at BETWEEN (SELECT min(paid_at) FROM told) - interval '5 days'
                        AND (SELECT max(paid_at) FROM told) + interval '5 days'
),
-- Grouped by what both sides tell, not joined on it: of many families that pay the same sum on one day
-- each would else be held against all others.
named AS (
    SELECT facility_id, 'reference ' || left(bank_reference, 16) AS name, id AS heard_id, NULL AS line_id
    FROM told WHERE bank_reference <> ''
    UNION ALL
    SELECT facility_id, 'reference ' || left(bank_reference, 16), NULL, id FROM line WHERE bank_reference <> ''
    UNION ALL
    SELECT t.facility_id, c.code, t.id, NULL FROM told AS t CROSS JOIN unnest(t.codes) AS c (code)
    UNION ALL
    SELECT l.facility_id, c.code, NULL, l.id FROM line AS l CROSS JOIN unnest(l.codes) AS c (code)
    UNION ALL
    -- Whoever heard of it could not read the code that the search healed in the very same words.
    SELECT facility_id, 'words ' || words, id, NULL FROM told WHERE codes = '{}' AND length(words) >= 10
    UNION ALL
    SELECT facility_id, 'words ' || words, NULL, id FROM line WHERE length(words) >= 10
),
near AS (
    SELECT h.id AS heard_id, l.id AS line_id
    FROM (
        SELECT array_agg(heard_id) FILTER (WHERE heard_id IS NOT NULL) AS heard_ids,
               array_agg(line_id) FILTER (WHERE line_id IS NOT NULL) AS line_ids
        FROM named GROUP BY facility_id, name
        HAVING count(heard_id) > 0 AND count(line_id) > 0
    ) AS n
    CROSS JOIN unnest(n.heard_ids) AS h (id)
    CROSS JOIN unnest(n.line_ids) AS l (id)
    UNION
    -- The line may have named the bill otherwise, or a person did.
    SELECT t.id, p.heard_id
    FROM told AS t
    CROSS JOIN unnest(t.codes) AS c (code)
    JOIN bill AS b ON b.code = c.code
    JOIN payment AS p ON p.bill_id = b.id
    WHERE EXISTS (SELECT FROM line)
)
SELECT h.id, l.id AS line_heard_id, h.facility_id
FROM near AS n
JOIN heard AS h ON h.id = n.heard_id
JOIN merchant AS m ON m.id = h.merchant_id
JOIN heard AS l ON l.id = n.line_id AND l.channel = 'statement' AND l.facility_id = h.facility_id
    AND l.account IN (h.account, m.account_number) AND l.amount_vnd = h.amount_vnd
CROSS JOIN LATERAL (SELECT
    l.bank_reference <> '' AND (l.bank_reference = h.bank_reference
        OR (length(l.bank_reference) = 16 AND left(h.bank_reference, 16) = l.bank_reference)
        OR (length(h.bank_reference) = 16 AND left(l.bank_reference, 16) = h.bank_reference))
        AS is_same_reference,
    l.codes && h.codes OR EXISTS (
        SELECT FROM bill AS b JOIN payment AS p ON p.bill_id = b.id
        WHERE b.code = ANY (h.codes) AND p.heard_id = l.id)
        OR l.corrected AND h.codes = '{}' AND length(l.text) >= 10
           AND lower(regexp_replace(l.text, '[^0-9A-Za-z]', '', 'g'))
             = lower(regexp_replace(h.text, '[^0-9A-Za-z]', '', 'g')) AS is_same_code
) AS s
WHERE l.paid_at BETWEEN h.paid_at - interval '5 days' AND h.paid_at + interval '5 days'
  AND (s.is_same_reference OR s.is_same_code)
  AND NOT EXISTS (SELECT FROM told_before AS t WHERE t.line_heard_id = l.id OR t.heard_id = h.id)
  AND NOT EXISTS (
      SELECT FROM payment_disowned AS d JOIN payment AS p ON p.id = d.payment_id WHERE p.heard_id = l.id)
ORDER BY s.is_same_reference DESC,
         abs(extract(epoch FROM l.paid_at - h.paid_at)), h.id, l.id
