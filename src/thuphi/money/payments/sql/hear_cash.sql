-- Cash at the desk enters by the same inbox as every provider's notification.
INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, method,
                   amount_vnd, paid_at, text, codes, payer_name, raw, body_hash, heard_at)
VALUES ('cash', 0, %(facility_id)s, %(reference)s, 'confirmed', 'cash', %(amount_vnd)s, %(at)s,
        %(code)s, ARRAY[%(code)s]::text[], %(payer_name)s, ''::bytea, sha256(''::bytea), %(at)s)
ON CONFLICT (channel, merchant_id, provider_reference) DO NOTHING
RETURNING id
