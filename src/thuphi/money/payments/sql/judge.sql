-- Judge a batch of heard notifications and write one payment for each; receipts are numbered in the
-- same statement, from a counter row that stays locked until the commit, so no number is ever lost.
-- The rules are those of rules.split: what is left of the bill takes first, the rest is credit.
WITH seen AS (
    SELECT h.id, h.facility_id, h.channel, h.method, h.amount_vnd, h.paid_at, h.corrected,
           b.id AS bill_id, b.total_vnd - b.paid_vnd AS left_vnd, b.state = 'cancelled' AS is_closed,
           coalesce(h.account <> '' AND m.account_number <> '' AND h.virtual_account = ''
               AND h.account <> m.account_number, false) AS is_elsewhere,
           coalesce(m.shares_account, false) AND EXISTS (
               SELECT FROM bank_credit AS c
               WHERE c.facility_id = h.facility_id AND c.account = h.account
                 AND c.bank_reference = h.bank_reference AND c.amount_vnd = h.amount_vnd
                 AND c.heard_id <> h.id AND c.channel <> h.channel
           ) AS is_told_before
    FROM heard AS h
    LEFT JOIN merchant AS m ON m.id = h.merchant_id
    LEFT JOIN LATERAL (
        SELECT b.id, b.total_vnd, b.paid_vnd, b.state
        FROM unnest(h.codes) WITH ORDINALITY AS k (code, place)
        JOIN bill AS b ON b.code = k.code AND b.facility_id = h.facility_id
        -- A code that needed mending is believed only for an open bill whose rest is just paid.
        WHERE NOT h.corrected
           OR (b.state IN ('open', 'part_paid') AND b.total_vnd - b.paid_vnd = h.amount_vnd)
        ORDER BY b.state IN ('open', 'part_paid') DESC, k.place
        LIMIT 1
    ) AS b ON true
    WHERE h.id = ANY (%(ids)s::bigint[]) AND h.outcome = 'confirmed' AND h.amount_vnd > 0
),
running AS (
    SELECT s.*,
           bill_id IS NOT NULL AND NOT is_closed AND NOT is_elsewhere AND NOT is_told_before
               AS is_on_bill,
           greatest(left_vnd - coalesce(sum(amount_vnd)
               FILTER (WHERE NOT is_elsewhere AND NOT is_told_before)
               OVER (PARTITION BY bill_id ORDER BY paid_at, id
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)::bigint AS left_now_vnd
    FROM seen AS s
),
judged AS (
    SELECT r.*,
           CASE WHEN is_elsewhere THEN 'not_for_us'
                WHEN is_told_before THEN 'duplicate'
                WHEN bill_id IS NULL THEN 'unknown'
                WHEN is_closed THEN 'closed'
                WHEN amount_vnd > left_now_vnd THEN 'over'
                WHEN amount_vnd = left_now_vnd THEN 'exact'
                ELSE 'part' END AS finding,
           CASE WHEN is_on_bill THEN least(amount_vnd, left_now_vnd) ELSE 0 END AS applied_vnd,
           extract(year FROM %(booked_at)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::smallint
               AS year
    FROM running AS r
),
series AS (
    INSERT INTO receipt_series (facility_id, year, last_number)
    SELECT facility_id, year, count(*) FROM judged WHERE is_on_bill
    GROUP BY facility_id, year ORDER BY facility_id, year
    ON CONFLICT (facility_id, year)
    DO UPDATE SET last_number = receipt_series.last_number + excluded.last_number
    RETURNING facility_id, year, last_number
),
numbered AS (
    SELECT facility_id, id,
           row_number() OVER (PARTITION BY facility_id ORDER BY id)
               - count(*) OVER (PARTITION BY facility_id) AS back
    FROM judged WHERE is_on_bill
)
INSERT INTO payment (facility_id, heard_id, bill_id, finding, channel, method, amount_vnd,
                     applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at,
                     receipt_year, receipt_number, taken_by)
SELECT j.facility_id, j.id,
       CASE WHEN j.is_on_bill OR j.finding = 'closed' THEN j.bill_id END,
       j.finding, j.channel, j.method, j.amount_vnd, j.applied_vnd,
       CASE WHEN j.is_on_bill THEN j.amount_vnd - j.applied_vnd ELSE 0 END,
       CASE WHEN j.finding IN ('unknown', 'closed') THEN j.amount_vnd ELSE 0 END,
       j.paid_at, %(booked_at)s, CASE WHEN j.is_on_bill THEN j.year END,
       s.last_number + n.back, %(taken_by)s
FROM judged AS j
LEFT JOIN numbered AS n ON n.id = j.id
LEFT JOIN series AS s ON s.facility_id = n.facility_id
ORDER BY j.id
RETURNING id, heard_id, bill_id, finding, receipt_year, receipt_number
