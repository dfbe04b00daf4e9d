-- One issued run for each facility and month in which it bills.
INSERT INTO collection_run (id, facility_id, name, reason, school_year, opens_on, due_on, scope_kind,
                            scope_values, allows_part, state, bills_expected, bills_issued, created_at)
SELECT %(first_run)s::bigint + row_number() OVER (ORDER BY f.facility_id) - 1, f.facility_id,
       %(name)s, %(name)s, %(school_year)s, %(month)s, %(due_on)s, 'school', '[]', true, 'issued', 0, 0,
       %(month)s::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
FROM made_facility AS f
WHERE EXISTS (
    SELECT FROM made_item AS i
    WHERE i.facility_id = f.facility_id AND i.school_year = %(school_year)s
      AND i.months >> (%(calendar_month)s - 1) & 1 = 1)
ORDER BY f.facility_id
