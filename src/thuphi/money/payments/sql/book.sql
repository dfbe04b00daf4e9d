-- Judge a batch of heard notifications, write one payment for each, move the bills, count the month,
-- and call all who wait for one of these bills. One statement, so that nothing is looked up twice.
-- The rules are those of rules.split: what is left of the bill takes first, the rest is credit.
-- Receipts are numbered from a counter row that stays locked until the commit: no number is lost.
-- Money for a basket of bills was shared out before (`share_baskets.sql`) and comes in as its shares.
WITH whole AS MATERIALIZED (
    SELECT h.id, h.merchant_id, h.facility_id, h.channel, h.method, h.amount_vnd, h.paid_at,
           -- Where no code came through, the attempt that the provider names knows what is paid.
           CASE WHEN h.codes = '{}' AND h.reference <> '' THEN coalesce(
               (SELECT ARRAY[a.code] FROM attempt AS a
                WHERE a.merchant_id = h.merchant_id AND a.reference = h.reference), '{}')
                ELSE h.codes END AS codes,
           h.corrected,
           coalesce(h.account <> '' AND m.account_number <> '' AND h.virtual_account = ''
               AND h.account <> m.account_number, false) AS is_elsewhere,
           h.id = ANY (%(told_ids)s::bigint[]) OR coalesce(m.shares_account, false) AND EXISTS (
               SELECT FROM bank_credit AS c
               WHERE c.facility_id = h.facility_id AND c.account = h.account
                 AND c.bank_reference = h.bank_reference AND c.amount_vnd = h.amount_vnd
                 AND c.heard_id <> h.id AND c.channel <> h.channel
           ) AS is_told_before
    FROM heard AS h
    LEFT JOIN merchant AS m ON m.id = h.merchant_id
    WHERE h.id = ANY (%(ids)s::bigint[]) AND h.outcome = 'confirmed' AND h.amount_vnd > 0
),
told AS MATERIALIZED (
    SELECT w.id, 0::smallint AS part, w.facility_id, w.channel, w.method, w.amount_vnd, w.paid_at,
           w.codes, w.corrected, w.is_elsewhere, w.is_told_before
    FROM whole AS w
    WHERE w.is_elsewhere OR w.is_told_before OR w.id <> ALL (%(shared_ids)s::bigint[])
    UNION ALL
    SELECT w.id, s.part, w.facility_id, w.channel, w.method, s.amount_vnd, w.paid_at,
           ARRAY[s.code], false, false, false
    FROM whole AS w
    JOIN unnest(%(shared_ids)s::bigint[], %(parts)s::smallint[], %(shared_codes)s::text[],
                %(shares_vnd)s::bigint[]) AS s (id, part, code, amount_vnd) ON s.id = w.id
    WHERE NOT w.is_elsewhere AND NOT w.is_told_before
),
named AS MATERIALIZED (
    SELECT t.id, t.part, t.facility_id, t.amount_vnd, t.corrected, t.paid_at, k.code, k.place,
           t.is_elsewhere OR t.is_told_before AS is_void
    FROM told AS t
    CROSS JOIN LATERAL unnest(t.codes) WITH ORDINALITY AS k (code, place)
),
-- Every bill the batch may touch, locked in one order for all. What is read here is what holds after
-- the wait for the lock, however long that was.
locked AS MATERIALIZED (
    SELECT b.id, b.code, b.facility_id, b.paid_vnd, b.total_vnd, b.total_vnd - b.paid_vnd AS left_vnd,
           b.state = 'cancelled' AS is_closed, b.state IN ('open', 'part_paid') AS is_open
    FROM bill AS b
    WHERE b.code = ANY (ARRAY(SELECT n.code FROM named AS n))
    ORDER BY b.id
    FOR UPDATE OF b
),
matched AS (
    SELECT DISTINCT ON (n.id, n.part) n.id, n.part, b.id AS bill_id, b.left_vnd, b.is_closed
    FROM named AS n
    JOIN locked AS b ON b.code = n.code AND b.facility_id = n.facility_id
    -- A code that needed mending is believed only for an open bill whose rest is just paid, and that
    -- nothing earlier in this batch pays: by then the rest would be another. (An earlier mended code
    -- pays only by the same rule, so only when it brings the same sum.)
    WHERE NOT n.corrected OR (b.is_open AND b.left_vnd = n.amount_vnd AND NOT EXISTS (
        SELECT FROM named AS e
        WHERE e.code = n.code AND e.facility_id = n.facility_id AND NOT e.is_void
          AND (e.paid_at, e.id, e.part) < (n.paid_at, n.id, n.part)
          AND (NOT e.corrected OR e.amount_vnd = b.left_vnd)
    ))
    ORDER BY n.id, n.part, b.is_open DESC, n.place
),
running AS (
    SELECT t.*, m.bill_id, m.is_closed,
           m.bill_id IS NOT NULL AND NOT m.is_closed AND NOT t.is_elsewhere AND NOT t.is_told_before
               AS is_on_bill,
           greatest(m.left_vnd - coalesce(sum(t.amount_vnd)
               FILTER (WHERE NOT t.is_elsewhere AND NOT t.is_told_before)
               OVER (PARTITION BY m.bill_id ORDER BY t.paid_at, t.id, t.part
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)::bigint AS left_vnd
    FROM told AS t
    LEFT JOIN matched AS m ON m.id = t.id AND m.part = t.part
),
judged AS MATERIALIZED (
    SELECT r.*,
           CASE WHEN is_elsewhere THEN 'not_for_us'
                WHEN is_told_before THEN 'duplicate'
                WHEN bill_id IS NULL THEN 'unknown'
                WHEN is_closed THEN 'closed'
                WHEN amount_vnd > left_vnd THEN 'over'
                WHEN amount_vnd = left_vnd THEN 'exact'
                ELSE 'part' END AS finding,
           CASE WHEN is_on_bill THEN least(amount_vnd, left_vnd) ELSE 0 END AS applied_vnd,
           row_number() OVER (PARTITION BY facility_id, is_on_bill ORDER BY id DESC, part DESC) - 1 AS behind
    FROM running AS r
),
series AS (
    INSERT INTO receipt_series (facility_id, year, last_number)
    SELECT facility_id,
           extract(year FROM %(booked_at)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::smallint,
           count(*)
    FROM judged WHERE is_on_bill
    GROUP BY facility_id ORDER BY facility_id
    ON CONFLICT (facility_id, year)
    DO UPDATE SET last_number = receipt_series.last_number + excluded.last_number
    RETURNING facility_id, year, last_number
),
paid AS (
    INSERT INTO payment (facility_id, heard_id, part, bill_id, finding, channel, method, amount_vnd,
                         applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at,
                         receipt_year, receipt_number, taken_by)
    SELECT j.facility_id, j.id, j.part,
           CASE WHEN j.is_on_bill OR j.finding = 'closed' THEN j.bill_id END,
           j.finding, j.channel, j.method, j.amount_vnd, j.applied_vnd,
           CASE WHEN j.is_on_bill THEN j.amount_vnd - j.applied_vnd ELSE 0 END,
           CASE WHEN j.finding IN ('unknown', 'closed') THEN j.amount_vnd ELSE 0 END,
           j.paid_at, %(booked_at)s, s.year, s.last_number - j.behind, %(taken_by)s
    FROM judged AS j
    LEFT JOIN series AS s ON s.facility_id = j.facility_id AND j.is_on_bill
    ORDER BY j.id, j.part
    RETURNING facility_id, bill_id, part, finding, method, amount_vnd, applied_vnd, paid_at
),
-- rules.state_for says the same for one bill. Counted on from the locked row, its total with it (which does
-- not move): what this statement saw of the bill when it began may be older, and the row's own checks are
-- asked before that is noticed.
moved AS (
    UPDATE bill AS b
    SET paid_vnd = p.paid_vnd,
        total_vnd = p.total_vnd,
        state = CASE WHEN p.paid_vnd >= p.total_vnd THEN 'paid' ELSE 'part_paid' END,
        closed_at = CASE WHEN p.paid_vnd >= p.total_vnd THEN %(booked_at)s::timestamptz END
    FROM (
        SELECT n.bill_id, (l.paid_vnd + sum(n.applied_vnd))::bigint AS paid_vnd, l.total_vnd
        FROM paid AS n JOIN locked AS l ON l.id = n.bill_id
        WHERE n.applied_vnd > 0 GROUP BY n.bill_id, l.paid_vnd, l.total_vnd
    ) AS p
    WHERE b.id = p.bill_id
    RETURNING b.code
),
-- Every đồng that came counts, also while it has no owner; a basket counts as one payment.
counted AS (
    INSERT INTO month_count (facility_id, month, method, payments, value_vnd)
    SELECT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, method,
           count(*) FILTER (WHERE part = 0), sum(amount_vnd)::bigint
    FROM paid
    WHERE finding NOT IN ('duplicate', 'not_for_us')
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3
    ON CONFLICT (facility_id, month, method)
    DO UPDATE SET payments = month_count.payments + excluded.payments,
                  value_vnd = month_count.value_vnd + excluded.value_vnd
)
SELECT finding, count(*), (SELECT count(pg_notify('thuphi_paid', code)) FROM moved),
       -- The last day on which each merchant brought money: what proves that the way is ready.
       (SELECT json_object_agg(d.merchant_id, d.paid_on) FROM (
            SELECT w.merchant_id, max(w.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on
            FROM whole AS w
            WHERE NOT w.is_elsewhere AND NOT w.is_told_before AND w.merchant_id <> 0
            GROUP BY w.merchant_id
        ) AS d),
       (SELECT array_agg(DISTINCT facility_id) FROM paid)
FROM paid GROUP BY finding
