-- What was paid on these bills before the end of the last month: when, how and how much.
INSERT INTO made_payment
SELECT b.bill_id * 4 + v.part, b.bill_id, b.facility_id, v.part, w.method, w.channel, w.merchant_id,
       w.clearing,
       v.applied_vnd + CASE WHEN b.fate BETWEEN 63 AND 67 AND w.method <> 'cash' THEN 10000 ELSE 0 END,
       v.applied_vnd, d.paid_at,
       extract(year FROM d.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::smallint, 0
FROM made_bill AS b
JOIN made_facility AS f ON f.facility_id = b.facility_id
CROSS JOIN LATERAL (VALUES (1, CASE WHEN b.fate BETWEEN 33 AND 62 THEN b.total_vnd / 2
                                    ELSE b.total_vnd END),
                           (2, CASE WHEN b.fate BETWEEN 33 AND 62 THEN b.total_vnd - b.total_vnd / 2
                                    ELSE 0 END)) AS v (part, applied_vnd)
CROSS JOIN LATERAL (
    SELECT b.issued_at
           + pg_temp.lot(b.bill_id * 4, %(salt)s + 21) %% 28000 * interval '1 minute'
           + CASE WHEN pg_temp.lot(b.bill_id * 4, %(salt)s + 22) %% 100 < 8 THEN interval '25 days'
                  ELSE interval '0' END
           + (v.part - 1) * interval '9 days' AS paid_at
) AS d
CROSS JOIN LATERAL (
    SELECT pg_temp.lot(b.bill_id * 4 + v.part, %(salt)s + 23) %% 1000
               < f.cashless_from + (f.cashless_to - f.cashless_from) * %(place)s::int / %(last_place)s::int
               AS is_cashless,
           pg_temp.lot(b.bill_id * 4 + v.part, %(salt)s + 24) %% 100 AS lot
) AS c
CROSS JOIN LATERAL (
    SELECT CASE WHEN NOT c.is_cashless OR f.qr_id IS NULL THEN 'cash'
                WHEN c.lot < 18 AND f.web_id IS NOT NULL THEN 'web'
                WHEN c.lot BETWEEN 18 AND 31 AND f.mobile_money_id IS NOT NULL THEN 'mobile_money'
                WHEN c.lot BETWEEN 32 AND 41 AND f.card_id IS NOT NULL THEN 'card'
                ELSE 'qr' END AS method
) AS m
CROSS JOIN LATERAL (
    SELECT m.method, x.channel, x.merchant_id, x.clearing
    FROM (VALUES ('cash', 'cash', 0, f.cash), ('qr', 'sepay', f.qr_id, f.qr_clearing),
                 ('web', 'vnpay', f.web_id, f.web_clearing),
                 ('mobile_money', 'gsma', f.mobile_money_id, f.mobile_money_clearing),
                 ('card', 'nexo', f.card_id, f.card_clearing)) AS x (method, channel, merchant_id, clearing)
    WHERE x.method = m.method
) AS w
WHERE b.fate >= 33 AND v.applied_vnd > 0 AND d.paid_at < %(end_at)s;
