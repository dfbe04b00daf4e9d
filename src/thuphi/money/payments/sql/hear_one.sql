-- One notice into the inbox, as the gate writes many. No row comes back for what is there already.
INSERT INTO heard (
    channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd, paid_at, text,
    reference, details, codes, corrected, bank_reference, account, virtual_account, payer_name,
    payer_account, payer_bank, method, raw, headers, body_hash, heard_at)
VALUES (%(channel)s, %(merchant_id)s, %(facility_id)s, %(key)s, %(outcome)s, %(amount_vnd)s,
        %(paid_at)s, %(text)s, %(reference)s, %(details)s::jsonb, %(codes)s::text[],
        %(corrected)s, %(bank_reference)s, %(account)s, %(virtual_account)s, %(payer_name)s,
        %(payer_account)s, %(payer_bank)s, %(method)s, %(raw)s, '{}', %(told_hash)s, %(at)s)
ON CONFLICT (channel, merchant_id, provider_reference) DO NOTHING
RETURNING id
