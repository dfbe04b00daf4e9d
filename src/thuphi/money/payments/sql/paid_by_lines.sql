-- What these lines of the statement brought, each in the order of its parts.
SELECT substr(h.provider_reference, 6)::bigint AS line_id, p.id
FROM heard AS h
JOIN payment AS p ON p.heard_id = h.id AND p.identifies_id IS NULL
WHERE h.channel = 'statement' AND h.merchant_id = 0
  AND h.provider_reference = ANY (%(references)s::text[])
ORDER BY p.heard_id, p.part
