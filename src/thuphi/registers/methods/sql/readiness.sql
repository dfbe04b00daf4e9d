-- How far each facility is with each of the four ways on a day, for any number of facilities.
-- The states count from 0 as `rules.readiness.RANKS`: none, lapsed, contracted, ready.
WITH far AS (
    SELECT m.facility_id, w.way,
           max(CASE
               WHEN m.is_active AND m.contract_valid @> %(on)s::date AND m.last_paid_on IS NULL
                   THEN 2
               WHEN m.is_active AND m.contract_valid @> %(on)s::date
                    AND %(on)s::date - m.last_paid_on <= %(fresh_days)s THEN 3
               WHEN m.last_paid_on IS NOT NULL THEN 1
               ELSE 0 END) AS rank,
           max(m.last_paid_on) AS last_paid_on
    FROM merchant AS m
    JOIN unnest(%(channels)s::text[], %(ways)s::text[]) AS w (channel, way)
      ON w.channel = m.channel
    WHERE m.facility_id = ANY (%(ids)s::bigint[])
    GROUP BY m.facility_id, w.way
),
wide AS (
    SELECT facility_id,
           max(rank) FILTER (WHERE way = 'qr') AS qr,
           max(rank) FILTER (WHERE way = 'web') AS web,
           max(rank) FILTER (WHERE way = 'mobile_money') AS mobile_money,
           max(rank) FILTER (WHERE way = 'card') AS card,
           max(last_paid_on) FILTER (WHERE way = 'qr') AS qr_on,
           max(last_paid_on) FILTER (WHERE way = 'web') AS web_on,
           max(last_paid_on) FILTER (WHERE way = 'mobile_money') AS mobile_money_on,
           max(last_paid_on) FILTER (WHERE way = 'card') AS card_on
    FROM far
    GROUP BY facility_id
)
SELECT f.id,
       f.focal_name <> '' AND f.focal_phone <> '',
       a.facility_id IS NOT NULL,
       coalesce(w.qr, 0), w.qr_on,
       coalesce(w.web, 0), w.web_on,
       coalesce(w.mobile_money, 0), w.mobile_money_on,
       coalesce(w.card, 0), w.card_on
FROM facility AS f
LEFT JOIN wide AS w ON w.facility_id = f.id
LEFT JOIN beneficiary_account AS a ON a.facility_id = f.id AND a.state = 'approved'
WHERE f.id = ANY (%(ids)s::bigint[])
ORDER BY f.id
