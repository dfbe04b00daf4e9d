-- Give money without an owner, or a part of it, to a bill: a second payment row that names the first.
WITH receipt AS (
    INSERT INTO receipt_series (facility_id, year, last_number)
    VALUES (%(facility_id)s, %(year)s, 1)
    ON CONFLICT (facility_id, year) DO UPDATE SET last_number = receipt_series.last_number + 1
    RETURNING last_number
)
INSERT INTO payment (facility_id, heard_id, part, identifies_id, root_id, bill_id, finding, channel, method,
                     amount_vnd, applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at,
                     receipt_year, receipt_number, taken_by)
SELECT p.facility_id, p.heard_id, %(part)s, p.id, coalesce(p.root_id, p.identifies_id), %(bill_id)s, %(finding)s, p.channel, p.method,
       %(amount_vnd)s, %(applied_vnd)s, %(excess_vnd)s, 0, p.paid_at, %(at)s,
       %(year)s, r.last_number, %(user_id)s
FROM payment AS p CROSS JOIN receipt AS r
WHERE p.id = %(payment_id)s
RETURNING id
