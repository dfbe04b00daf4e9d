-- Fees due and collected against bills and payments, where no month waits to be counted again.
SELECT coalesce(c.facility_id, f.facility_id) AS facility_id,
       coalesce(c.month, f.month)::text || ' ' || coalesce(c.kind, f.kind) AS subject,
       concat_ws(' ', coalesce(f.due_vnd, 0), coalesce(f.due_paid_vnd, 0),
                 coalesce(f.due_cashless_vnd, 0), coalesce(f.collected_vnd, 0),
                 coalesce(f.cashless_vnd, 0)) AS kept,
       concat_ws(' ', coalesce(c.due_vnd, 0), coalesce(c.due_paid_vnd, 0),
                 coalesce(c.due_cashless_vnd, 0), coalesce(c.collected_vnd, 0),
                 coalesce(c.cashless_vnd, 0)) AS recounted
FROM fees_counted(NULL, NULL) AS c
FULL JOIN fee_count AS f USING (facility_id, month, kind)
WHERE (coalesce(f.due_vnd, 0), coalesce(f.due_paid_vnd, 0), coalesce(f.due_cashless_vnd, 0),
       coalesce(f.collected_vnd, 0), coalesce(f.cashless_vnd, 0))
   <> (coalesce(c.due_vnd, 0), coalesce(c.due_paid_vnd, 0), coalesce(c.due_cashless_vnd, 0),
       coalesce(c.collected_vnd, 0), coalesce(c.cashless_vnd, 0))
  AND NOT EXISTS (
      SELECT FROM fee_count_stale AS s WHERE s.facility_id = coalesce(c.facility_id, f.facility_id))
