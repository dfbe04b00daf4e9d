-- Bills with money on its way to them or back from them: the code of the bill, or of a basket that
-- holds it, has an attempt that may still be paid or a notification that is not booked yet; or a
-- payment of it is being given back.
WITH mine AS (
    SELECT b.id, b.code, b.beneficiary_name, b.class_name FROM bill AS b
    WHERE b.facility_id = %(facility_id)s
      AND (b.run_id = ANY (%(run_ids)s::bigint[]) OR b.id = ANY (%(bill_ids)s::bigint[]))
),
known_as AS (
    SELECT m.id, m.code FROM mine AS m
    UNION ALL
    SELECT m.id, k.code FROM mine AS m
    JOIN basket_line AS l ON l.bill_id = m.id
    JOIN basket AS k ON k.id = l.basket_id
),
waits AS (
    SELECT a.id, 'attempt' AS way
    FROM known_as AS a JOIN attempt AS t ON t.code = a.code
    WHERE t.state = ANY (%(live)s::text[])
    UNION
    SELECT a.id, 'heard'
    FROM known_as AS a
    JOIN money_being_booked(ARRAY (SELECT code FROM known_as)) AS h ON h.code = a.code
    UNION
    SELECT m.id, 'refund'
    FROM mine AS m
    JOIN payment AS p ON p.bill_id = m.id
    JOIN refund AS f ON f.payment_id = p.id
    WHERE f.state = ANY (%(in_hand)s::text[])
)
SELECT m.code, m.beneficiary_name, m.class_name, w.way
FROM waits AS w JOIN mine AS m ON m.id = w.id
ORDER BY m.class_name, m.beneficiary_name, m.code, w.way
