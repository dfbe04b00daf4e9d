-- New lines, in the order in which the file has them.
INSERT INTO bank_line (
    facility_id, account, booked_on, direction, amount_vnd, ordinal, is_reversal, value_on, booked_at,
    bank_reference, end_to_end, text, payer_name, payer_account, payer_bank, virtual_account, raw,
    taken_at)
SELECT %(facility_id)s, %(account)s, n.booked_on, n.direction, n.amount_vnd, n.ordinal, n.is_reversal,
       n.value_on, n.booked_at, n.bank_reference, n.end_to_end, n.text, n.payer_name, n.payer_account,
       n.payer_bank, n.virtual_account, n.raw, %(at)s
FROM ROWS FROM (json_to_recordset(%(lines)s::json) AS (
        booked_on date, direction text, amount_vnd bigint, ordinal smallint, is_reversal boolean,
        value_on date, booked_at timestamptz, bank_reference text, end_to_end text, text text,
        payer_name text, payer_account text, payer_bank text, virtual_account text, raw jsonb))
    WITH ORDINALITY
    AS n (booked_on, direction, amount_vnd, ordinal, is_reversal, value_on, booked_at, bank_reference,
          end_to_end, text, payer_name, payer_account, payer_bank, virtual_account, raw, place)
ORDER BY n.place
RETURNING id
