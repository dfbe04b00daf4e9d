-- One flush: the inbox rows, what the worker has still to take, and the call that wakes it. It takes
-- confirmed money to book it, and whatever names a reference of ours to move its attempt.
-- A row that is there already is not returned.
WITH new AS (
    INSERT INTO heard (
        channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd, paid_at, text,
        codes, corrected, bank_reference, account, virtual_account, payer_name, payer_account,
        payer_bank, method, reference, details, raw, headers, body_hash)
    SELECT channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd, paid_at, text,
           string_to_array(codes, ' '), corrected, bank_reference, account, virtual_account,
           payer_name, payer_account, payer_bank, method, reference, details::jsonb, raw,
           headers::jsonb, body_hash
      FROM unnest(
        %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
        %s::timestamptz[], %s::text[], %s::text[], %s::boolean[], %s::text[], %s::text[],
        %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::bytea[], %s::text[], %s::bytea[]
      ) AS arrived (
        channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd, paid_at, text,
        codes, corrected, bank_reference, account, virtual_account, payer_name, payer_account,
        payer_bank, method, reference, details, raw, headers, body_hash)
    ON CONFLICT (channel, merchant_id, provider_reference) DO NOTHING
    RETURNING id, channel, merchant_id, provider_reference, outcome, reference
), waiting AS (
    INSERT INTO heard_waiting (heard_id)
    SELECT id FROM new
     WHERE outcome = 'confirmed' OR (reference <> '' AND outcome <> 'not_ours')
)
SELECT channel, merchant_id, provider_reference, (SELECT pg_notify('thuphi_heard', '')) FROM new
