-- Lines of the bank's statement into the inbox, as the gate writes notifications. No row comes back for
-- a line that was heard before: whoever hears it at this moment is waited for.
INSERT INTO heard (
    channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd, paid_at, text, codes,
    corrected, bank_reference, account, virtual_account, payer_name, payer_account, payer_bank, method,
    raw, body_hash, heard_at)
SELECT 'statement', 0, l.facility_id, 'line:' || l.line_id, 'confirmed', l.amount_vnd, l.paid_at, l.text,
       l.codes, l.is_corrected, l.bank_reference, l.account, l.virtual_account, l.payer_name,
       l.payer_account, l.payer_bank, 'qr', ''::bytea, sha256(''::bytea), %(at)s
FROM jsonb_to_recordset(%(lines)s::jsonb) AS l (
    line_id bigint, facility_id bigint, account text, amount_vnd bigint, paid_at timestamptz, text text,
    codes text[], is_corrected boolean, bank_reference text, payer_name text, payer_account text,
    payer_bank text, virtual_account text)
ORDER BY l.line_id
ON CONFLICT (channel, merchant_id, provider_reference) DO NOTHING
RETURNING id
