-- Lines with everything any file told of them, and how they stand.
SELECT l.id, l.account, l.booked_on, l.direction = 'in', l.is_reversal, l.amount_vnd,
       array_remove(l.bank_reference || ARRAY(
           SELECT n.bank_reference FROM line_seen AS n
           WHERE n.line_id = l.id AND n.bank_reference <> '' ORDER BY n.id), ''),
       array_remove(l.text || ARRAY(
           SELECT n.text FROM line_seen AS n
           WHERE n.line_id = l.id AND n.text <> '' ORDER BY n.id), ''),
       l.booked_at, l.payer_name, l.payer_account, l.payer_bank, l.virtual_account,
       s.left_vnd = l.amount_vnd AND NOT (s.outcome = 'not_ours' AND s.confirmed = 'by_person') AS is_open
FROM bank_line AS l
JOIN line_state AS s ON s.line_id = l.id
WHERE l.id = ANY (%(ids)s::bigint[])
ORDER BY l.id
