-- One more row of the same money, without a bill: it has no owner again, is a family's, or is not ours.
INSERT INTO payment (facility_id, heard_id, identifies_id, root_id, finding, channel, method, amount_vnd,
                     applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at, taken_by, reason)
SELECT p.facility_id, p.heard_id, p.id, coalesce(p.root_id, p.identifies_id), %(finding)s, p.channel,
       p.method, p.amount_vnd, 0, CASE %(finding)s WHEN 'credit' THEN p.amount_vnd ELSE 0 END,
       CASE %(finding)s WHEN 'unknown' THEN p.amount_vnd ELSE 0 END, p.paid_at, %(at)s, %(user_id)s,
       %(reason)s
FROM payment AS p
WHERE p.id = %(payment_id)s
RETURNING id
