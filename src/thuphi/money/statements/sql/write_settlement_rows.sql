-- The rows of settlements that were just taken in.
INSERT INTO settlement_row (facility_id, settlement_id, place, kind, provider_reference, our_reference,
                            text, paid_at, gross_vnd, fee_vnd, net_vnd, raw)
SELECT %(facility_id)s, r.settlement_id, r.place, r.kind, r.provider_reference, r.our_reference,
       r.text, r.paid_at, r.gross_vnd, r.fee_vnd, r.gross_vnd - r.fee_vnd, r.raw::jsonb
FROM unnest(%(settlement_ids)s::bigint[], %(places)s::int[], %(kinds)s::text[], %(theirs)s::text[],
            %(ours)s::text[], %(texts)s::text[], %(paid)s::timestamptz[], %(gross)s::bigint[],
            %(fees)s::bigint[], %(raws)s::text[])
    AS r (settlement_id, place, kind, provider_reference, our_reference, text, paid_at, gross_vnd,
          fee_vnd, raw)
