-- What a deed wrote on bills, line by line, from the bills' own lines.
INSERT INTO adjustment_line (adjustment_id, facility_id, bill_id, fee_item_id, amount_vnd, bill_line_id)
SELECT %(adjustment_id)s, l.facility_id, l.bill_id, l.fee_item_id, l.amount_vnd, l.id
FROM bill_line AS l WHERE l.id = ANY (%(line_ids)s::bigint[])
ORDER BY l.id
