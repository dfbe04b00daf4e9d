-- One bill for each person, with its fate: of a thousand 3 are withdrawn, 30 nobody pays, 30 are paid
-- in two parts, 5 by too much, and the others just so.
INSERT INTO made_bill
SELECT bill_id, min(facility_id), min(person), sum(amount_vnd - waived_vnd)::bigint,
       (%(month)s::date + 1 + pg_temp.lot(min(facility_id), %(salt)s + 14) %% 6)::timestamp
           AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '8 hours',
       pg_temp.lot(bill_id, %(salt)s + 15) %% 1000
FROM made_line GROUP BY bill_id
