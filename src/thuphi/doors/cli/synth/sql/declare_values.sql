-- What they declare: payments and value by way of paying, with the facility's rising cashless share.
WITH flow AS (
    SELECT d.id, d.facility_id,
           f.people - f.people * (hashint8extended(d.id, %(salt)s) & 127) / 1024 AS payments,
           40000 + (hashint8extended(d.facility_id, %(salt)s) & 65535) AS each_vnd,
           f.cashless_from + (f.cashless_to - f.cashless_from) * (m.place - 1) / %(last_place)s AS cashless,
           f.is_school
    FROM unnest(%(facilities)s::bigint[], %(people)s::bigint[], %(cashless_from)s::int[],
                %(cashless_to)s::int[], %(is_school)s::boolean[])
        AS f (id, people, cashless_from, cashless_to, is_school)
    JOIN declaration AS d ON d.facility_id = f.id
    JOIN unnest(%(months)s::date[]) WITH ORDINALITY AS m (month, place) ON m.month = d.month
    WHERE NOT (f.is_school AND extract(month FROM d.month) IN (6, 7, 8))
)
INSERT INTO declared_value (declaration_id, facility_id, item, value)
SELECT w.id, w.facility_id, v.item, v.value
FROM flow AS w
CROSS JOIN LATERAL (
    SELECT w.payments * w.cashless * 70 / 100000 AS qr, w.payments * w.cashless * 20 / 100000 AS web,
           w.payments * w.cashless * 10 / 100000 AS card
) AS n
CROSS JOIN LATERAL (VALUES
    ('qr_count', n.qr), ('qr_vnd', n.qr * w.each_vnd), ('web_count', n.web),
    ('web_vnd', n.web * w.each_vnd), ('card_count', n.card), ('card_vnd', n.card * w.each_vnd),
    ('cash_count', w.payments - n.qr - n.web - n.card),
    ('cash_vnd', (w.payments - n.qr - n.web - n.card) * w.each_vnd),
    (CASE WHEN w.is_school THEN 'tuition_collected_vnd' ELSE 'hospital_fee_due_vnd' END,
     w.payments * w.each_vnd / 2),
    (CASE WHEN w.is_school THEN 'tuition_cashless_vnd' ELSE 'hospital_fee_cashless_vnd' END,
     (n.qr + n.web + n.card) * w.each_vnd / 2)
) AS v (item, value)
ORDER BY w.id, v.item
