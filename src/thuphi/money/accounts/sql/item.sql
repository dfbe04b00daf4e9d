-- What was due, changed, let off, collected and is still owed of one fee item: by class, or by the month in
-- which the bill was issued. Withdrawn bills are owed by nobody and are not here. What a bill was paid fills
-- its items from the top down (view bill_item), so that the items of a bill add up to what was paid on it.
WITH line AS (
    SELECT l.bill_id,
           coalesce(sum(l.amount_vnd) FILTER (WHERE l.kind = 'charge'), 0) AS charged_vnd,
           coalesce(sum(l.amount_vnd) FILTER (WHERE l.kind IN ('debit', 'credit')), 0)
               AS adjusted_vnd,
           coalesce(sum(l.amount_vnd) FILTER (WHERE l.kind = 'exemption'), 0) AS waived_vnd
    FROM bill_line AS l
    WHERE l.fee_item_id = %(item_id)s AND l.facility_id = %(facility_id)s
    GROUP BY l.bill_id
),
part AS (
    SELECT b.class_name, date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
               AS month, b.beneficiary_id, l.charged_vnd, l.adjusted_vnd, -l.waived_vnd AS waived_vnd,
           -- Of a bill that is paid, each item is; the others are asked one by one.
           CASE WHEN b.state = 'paid' THEN l.charged_vnd + l.adjusted_vnd + l.waived_vnd
                ELSE (SELECT i.paid_vnd FROM bill_item AS i
                      WHERE i.bill_id = b.id AND i.fee_item_id = %(item_id)s) END AS paid_vnd
    FROM line AS l
    JOIN bill AS b ON b.id = l.bill_id
    WHERE b.state <> 'cancelled'
)
SELECT p.class_name, p.month, grouping(p.class_name) AS is_of_month,
       count(DISTINCT p.beneficiary_id), sum(p.charged_vnd)::bigint, sum(p.adjusted_vnd)::bigint,
       sum(p.waived_vnd)::bigint, sum(p.paid_vnd)::bigint
FROM part AS p
GROUP BY GROUPING SETS ((p.class_name), (p.month), ())
ORDER BY p.month, substring(p.class_name FROM '[0-9]{1,6}')::int NULLS LAST,
         vietnamese_place(p.class_name)
