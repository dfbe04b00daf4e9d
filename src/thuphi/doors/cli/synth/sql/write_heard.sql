-- What was heard of each payment, as a provider tells it; every 500th bill brings money besides that
-- names no bill.
INSERT INTO heard (id, channel, merchant_id, facility_id, provider_reference, outcome, method, amount_vnd,
                   paid_at, text, codes, account, payer_name, raw, body_hash, heard_at)
SELECT p.id, p.channel, p.merchant_id, p.facility_id, 'SY' || p.id, 'confirmed', p.method, p.amount_vnd,
       p.paid_at, c.code, ARRAY[c.code], CASE p.channel WHEN 'cash' THEN '' ELSE f.account END, '',
       convert_to('{}', 'UTF8'), %(body_hash)s, p.paid_at + interval '1 second'
FROM made_payment AS p
JOIN made_facility AS f ON f.facility_id = p.facility_id
JOIN made_code AS c ON c.bill_id = p.bill_id
UNION ALL
SELECT p.bill_id * 4 + 3, p.channel, p.merchant_id, p.facility_id, 'SY' || p.bill_id * 4 + 3, 'confirmed',
       p.method, 50000, p.paid_at, 'nop tien', '{}', f.account, '', convert_to('{}', 'UTF8'), %(body_hash)s,
       p.paid_at + interval '1 second'
FROM made_payment AS p
JOIN made_facility AS f ON f.facility_id = p.facility_id
WHERE p.part = 1 AND p.channel <> 'cash' AND p.bill_id %% 500 = 0
ORDER BY 1
