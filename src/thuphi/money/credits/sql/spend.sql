-- Pay bills, at most one of each family, from the family's lots, the oldest first: rules.spendable for
-- many at once. A lot of an item pays, where the facility says so, only what the bill asks of that item.
WITH wanted AS MATERIALIZED (
    SELECT b.id, b.code, b.facility_id, b.beneficiary_id, b.total_vnd - b.paid_vnd AS rest_vnd
    FROM bill AS b
    WHERE b.id = ANY (%(bill_ids)s::bigint[]) AND b.state IN ('open', 'part_paid')
),
lot AS MATERIALIZED (
    SELECT w.id AS bill_id, w.code, w.facility_id, w.rest_vnd, c.id AS credit_id, c.happened_at,
           CASE WHEN %(same_item)s THEN coalesce(i.code, '') ELSE '' END AS item,
           c.amount_vnd - coalesce(
               (SELECT sum(u.amount_vnd) FROM credit_use AS u WHERE u.credit_id = c.id), 0)::bigint
               AS left_vnd
    FROM wanted AS w
    JOIN credit AS c ON c.facility_id = w.facility_id AND c.beneficiary_id = w.beneficiary_id
    LEFT JOIN fee_item AS i ON i.id = c.fee_item_id
),
asked AS MATERIALIZED (
    SELECT l.bill_id, i.code AS item,
           sum(l.amount_vnd)::bigint - coalesce((
               SELECT sum(u.amount_vnd) FROM credit_use AS u
               JOIN credit AS c ON c.id = u.credit_id
               JOIN fee_item AS o ON o.id = c.fee_item_id
               WHERE u.bill_id = l.bill_id AND o.code = i.code), 0)::bigint AS asked_vnd
    FROM wanted AS w
    JOIN bill_line AS l ON l.bill_id = w.id
    JOIN fee_item AS i ON i.id = l.fee_item_id
    WHERE %(same_item)s
    GROUP BY l.bill_id, i.code
),
fitting AS (
    SELECT o.bill_id, o.code, o.facility_id, o.rest_vnd, o.credit_id, o.happened_at,
           CASE WHEN o.item = '' THEN o.left_vnd
                ELSE greatest(least(o.left_vnd, greatest(coalesce(a.asked_vnd, 0), 0)
                    - coalesce(sum(o.left_vnd) OVER (
                        PARTITION BY o.bill_id, o.item ORDER BY o.happened_at, o.credit_id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)), 0) END::bigint
               AS fits_vnd
    FROM lot AS o
    LEFT JOIN asked AS a ON a.bill_id = o.bill_id AND a.item = o.item
    WHERE o.left_vnd > 0
),
taken AS (
    SELECT f.bill_id, f.code, f.facility_id, f.credit_id,
           greatest(least(f.fits_vnd, f.rest_vnd - coalesce(sum(f.fits_vnd) OVER (
               PARTITION BY f.bill_id ORDER BY f.happened_at, f.credit_id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)), 0)::bigint AS amount_vnd
    FROM fitting AS f
),
used AS (
    INSERT INTO credit_use (credit_id, facility_id, kind, bill_id, amount_vnd, reference, happened_at)
    SELECT t.credit_id, t.facility_id, 'bill', t.bill_id, t.amount_vnd, t.code, %(at)s
    FROM taken AS t WHERE t.amount_vnd > 0
    ORDER BY t.credit_id
    RETURNING id, bill_id, amount_vnd
),
moved AS (
    UPDATE bill AS b
    SET paid_vnd = b.paid_vnd + p.amount_vnd,
        state = CASE WHEN b.paid_vnd + p.amount_vnd >= b.total_vnd THEN 'paid' ELSE 'part_paid' END,
        closed_at = CASE WHEN b.paid_vnd + p.amount_vnd >= b.total_vnd THEN %(at)s::timestamptz END
    FROM (SELECT bill_id, sum(amount_vnd)::bigint AS amount_vnd FROM used GROUP BY bill_id) AS p
    WHERE b.id = p.bill_id
    RETURNING b.code
)
SELECT u.id, u.bill_id, u.amount_vnd, (SELECT count(pg_notify('thuphi_paid', code)) FROM moved)
FROM used AS u
