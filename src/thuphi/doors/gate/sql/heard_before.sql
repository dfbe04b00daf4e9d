-- What was heard under these keys before. A hint (pending or unknown, under our own reference because
-- the provider named no money yet) asks for a look at the provider, and may ask again.
SELECT heard.id, heard.body_hash,
       heard.outcome IN ('pending', 'unknown') AND heard.reference <> ''
           AND heard.provider_reference = heard.reference || ':' || heard.outcome,
       heard.channel, heard.merchant_id, heard.provider_reference
  FROM heard
  JOIN unnest(%s::text[], %s::bigint[], %s::text[]) AS asked (channel, merchant_id, reference)
    ON heard.channel = asked.channel
   AND heard.merchant_id = asked.merchant_id
   AND heard.provider_reference = asked.reference
