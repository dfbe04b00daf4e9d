-- Whoever has a tick and does not take the item on the day takes it from then on, until the item's
-- school year ends or until a later registration of theirs begins. How many and at which coefficient
-- they took it last stays so.
INSERT INTO registration (facility_id, beneficiary_id, fee_item_id, quantity, percent, from_on,
                          until_on)
SELECT %(facility_id)s, t.beneficiary_id, t.fee_item_id, before.quantity,
       coalesce(before.percent, 100), %(from_on)s::date,
       least(make_date(right(i.school_year, 4)::int, %(year_begins)s::int, 1), later.from_on)
FROM unnest(%(ticked_people)s::bigint[], %(ticked_items)s::bigint[])
    AS t (beneficiary_id, fee_item_id)
JOIN fee_item AS i ON i.id = t.fee_item_id
LEFT JOIN LATERAL (
    SELECT r.quantity, r.percent FROM registration AS r
    WHERE r.beneficiary_id = t.beneficiary_id AND r.fee_item_id = t.fee_item_id
      AND r.from_on <= %(from_on)s::date
    ORDER BY r.from_on DESC, r.id DESC LIMIT 1
) AS before ON true
LEFT JOIN LATERAL (
    SELECT min(r.from_on) AS from_on FROM registration AS r
    WHERE r.beneficiary_id = t.beneficiary_id AND r.fee_item_id = t.fee_item_id
      AND r.from_on > %(from_on)s::date AND r.until_on > r.from_on
) AS later ON true
WHERE NOT EXISTS (
    SELECT FROM registration AS r
    WHERE r.beneficiary_id = t.beneficiary_id AND r.fee_item_id = t.fee_item_id
      AND r.from_on <= %(from_on)s::date AND r.until_on > %(from_on)s::date
)
ORDER BY t.beneficiary_id, t.fee_item_id
