-- Count the fees of the oldest stale months again, with those months in which bills were issued that
-- were paid in them. One statement, one moment: what it took off the list it has seen.
WITH named AS MATERIALIZED (
    SELECT DISTINCT f.facility_id, f.month
    FROM (SELECT s.facility_id, s.month FROM fee_count_stale AS s ORDER BY s.id LIMIT %(limit)s) AS f
),
-- All that says the same goes with it: a busy month is counted once.
taken AS (
    DELETE FROM fee_count_stale AS s USING named AS n
    WHERE s.facility_id = n.facility_id AND s.month = n.month
    RETURNING s.id
),
spread AS MATERIALIZED (
    SELECT n.facility_id, n.month FROM named AS n
    UNION
    SELECT p.facility_id, date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM named AS n
    JOIN payment AS p ON p.facility_id = n.facility_id AND p.applied_vnd > 0
        AND p.paid_at >= n.month::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND p.paid_at < (n.month + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh'
    JOIN bill AS b ON b.id = p.bill_id
),
counted AS MATERIALIZED (
    SELECT * FROM fees_counted(ARRAY(SELECT DISTINCT facility_id FROM spread),
                               ARRAY(SELECT DISTINCT month FROM spread))
),
whole AS (
    SELECT facility_id, month, kind, coalesce(c.due_vnd, 0) AS due_vnd,
           coalesce(c.due_paid_vnd, 0) AS due_paid_vnd,
           coalesce(c.due_cashless_vnd, 0) AS due_cashless_vnd,
           coalesce(c.collected_vnd, 0) AS collected_vnd, coalesce(c.cashless_vnd, 0) AS cashless_vnd
    FROM counted AS c
    FULL JOIN (
        SELECT o.facility_id, o.month, o.kind FROM fee_count AS o
        JOIN spread AS s USING (facility_id, month)
    ) AS kept USING (facility_id, month, kind)
),
written AS (
    INSERT INTO fee_count AS f (facility_id, month, kind, due_vnd, due_paid_vnd, due_cashless_vnd,
                                collected_vnd, cashless_vnd)
    SELECT facility_id, month, kind, due_vnd, due_paid_vnd, due_cashless_vnd, collected_vnd,
           cashless_vnd
    FROM whole
    ORDER BY facility_id, month, kind
    ON CONFLICT (facility_id, month, kind)
    DO UPDATE SET due_vnd = excluded.due_vnd, due_paid_vnd = excluded.due_paid_vnd,
                  due_cashless_vnd = excluded.due_cashless_vnd,
                  collected_vnd = excluded.collected_vnd, cashless_vnd = excluded.cashless_vnd
    WHERE (f.due_vnd, f.due_paid_vnd, f.due_cashless_vnd, f.collected_vnd, f.cashless_vnd)
       <> (excluded.due_vnd, excluded.due_paid_vnd, excluded.due_cashless_vnd,
           excluded.collected_vnd, excluded.cashless_vnd)
)
SELECT (SELECT count(*) FROM taken)
