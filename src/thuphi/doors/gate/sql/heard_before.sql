SELECT heard.id, heard.body_hash, heard.channel, heard.merchant_id, heard.provider_reference
  FROM heard
  JOIN unnest(%s::text[], %s::bigint[], %s::text[]) AS asked (channel, merchant_id, reference)
    ON heard.channel = asked.channel
   AND heard.merchant_id = asked.merchant_id
   AND heard.provider_reference = asked.reference
