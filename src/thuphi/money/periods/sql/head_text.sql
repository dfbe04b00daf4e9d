json_build_array(p.facility_id, n.number, p.kind, p.from_on::text, p.to_on::text, p.closed_by,
    to_char(p.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), p.cash_vnd, p.counted_vnd,
    p.pieces::text, p.cash_reason, p.figures::text,
    to_char(n.booked_before AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
