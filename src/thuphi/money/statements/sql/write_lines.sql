-- New lines, in the order in which the file has them.
INSERT INTO bank_line (
    facility_id, account, booked_on, direction, amount_vnd, ordinal, is_reversal, value_on, booked_at,
    bank_reference, end_to_end, text, payer_name, payer_account, payer_bank, virtual_account, raw,
    taken_at)
SELECT %(facility_id)s, %(account)s, n.booked_on, n.direction, n.amount_vnd, n.ordinal, n.is_reversal,
       n.value_on, n.booked_at, n.bank_reference, n.end_to_end, n.text, n.payer_name, n.payer_account,
       n.payer_bank, n.virtual_account, n.raw::jsonb, %(at)s
FROM unnest(%(booked_on)s::date[], %(direction)s::text[], %(amount_vnd)s::bigint[],
            %(ordinal)s::smallint[], %(is_reversal)s::boolean[], %(value_on)s::date[],
            %(booked_at)s::timestamptz[], %(bank_reference)s::text[], %(end_to_end)s::text[],
            %(text)s::text[], %(payer_name)s::text[], %(payer_account)s::text[], %(payer_bank)s::text[],
            %(virtual_account)s::text[], %(raw)s::text[])
    WITH ORDINALITY
    AS n (booked_on, direction, amount_vnd, ordinal, is_reversal, value_on, booked_at, bank_reference,
          end_to_end, text, payer_name, payer_account, payer_bank, virtual_account, raw, place)
ORDER BY n.place
RETURNING id
