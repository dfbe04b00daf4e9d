json_build_array(t.id, t.facility_id, t.recipe, d.kind || ':' || d.detail, c.kind || ':' || c.detail,
    t.amount_vnd, t.reference, to_char(t.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_char(t.booked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), t.corrects_id)::text
