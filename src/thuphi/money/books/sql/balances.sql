-- HP-BC13b: what each family owed and had to its credit before the days asked for, what moved in
-- them, and what stands after them, by the transfers of its bills and the uses of its credits.
WITH receivable AS MATERIALIZED (
    SELECT a.id FROM ledger_account AS a
    WHERE a.facility_id = %(facility_id)s AND a.kind = 'receivable'
),
-- Written out, and what is not of the receivable counted as nought, so that the planner sees how many
-- transfers there are and holds them against all bills at once, not against one bill after another.
billed AS MATERIALIZED (
    SELECT b.code, b.beneficiary_id FROM bill AS b WHERE b.facility_id = %(facility_id)s
),
moved AS (
    SELECT b.beneficiary_id, t.happened_at,
           t.recipe IN ('issue', 'cancel', 'exempt', 'cancel_exempt', 'adjust_up', 'adjust_down')
               AS is_of_lines,
           CASE (SELECT id FROM receivable) WHEN t.debit_account_id THEN t.amount_vnd
                WHEN t.credit_account_id THEN -t.amount_vnd ELSE 0 END AS owed_vnd
    FROM billed AS b
    JOIN transfer AS t ON t.reference = b.code
    WHERE t.facility_id = %(facility_id)s
),
owed AS (
    SELECT beneficiary_id,
           sum(owed_vnd) FILTER (WHERE happened_at < %(from_at)s)::bigint AS before_vnd,
           sum(owed_vnd) FILTER (WHERE is_of_lines AND (
               %(from_at)s::timestamptz IS NULL OR happened_at >= %(from_at)s))::bigint AS due_vnd,
           (-sum(owed_vnd) FILTER (WHERE NOT is_of_lines AND (
               %(from_at)s::timestamptz IS NULL OR happened_at >= %(from_at)s)))::bigint AS paid_vnd
    FROM moved
    WHERE %(until_at)s::timestamptz IS NULL OR happened_at < %(until_at)s
    GROUP BY beneficiary_id
),
kept AS (
    SELECT m.beneficiary_id,
           sum(m.in_vnd - m.out_vnd) FILTER (WHERE m.happened_at < %(from_at)s)::bigint
               AS before_vnd,
           sum(m.in_vnd) FILTER (WHERE %(from_at)s::timestamptz IS NULL
               OR m.happened_at >= %(from_at)s)::bigint AS credited_vnd,
           sum(m.out_vnd) FILTER (WHERE %(from_at)s::timestamptz IS NULL
               OR m.happened_at >= %(from_at)s)::bigint AS used_vnd
    FROM (
        SELECT c.beneficiary_id, c.happened_at, c.amount_vnd AS in_vnd, 0::bigint AS out_vnd
        FROM credit AS c WHERE c.facility_id = %(facility_id)s
        UNION ALL
        SELECT c.beneficiary_id, u.happened_at, 0, u.amount_vnd
        FROM credit AS c JOIN credit_use AS u ON u.credit_id = c.id
        WHERE c.facility_id = %(facility_id)s
    ) AS m
    WHERE %(until_at)s::timestamptz IS NULL OR m.happened_at < %(until_at)s
    GROUP BY m.beneficiary_id
)
SELECT p.code, p.name, p.class_name, coalesce(o.before_vnd, 0) AS owed_before_vnd,
       coalesce(o.due_vnd, 0) AS due_vnd, coalesce(o.paid_vnd, 0) AS paid_vnd,
       coalesce(o.before_vnd, 0) + coalesce(o.due_vnd, 0) - coalesce(o.paid_vnd, 0) AS owed_vnd,
       coalesce(k.before_vnd, 0) AS credit_before_vnd, coalesce(k.credited_vnd, 0) AS credited_vnd,
       coalesce(k.used_vnd, 0) AS used_vnd,
       coalesce(k.before_vnd, 0) + coalesce(k.credited_vnd, 0) - coalesce(k.used_vnd, 0)
           AS credit_vnd,
       substring(p.class_name FROM '[0-9]{1,6}')::int AS place_1, vietnamese_place(p.class_name) AS place_2,
       vietnamese_place(substring(p.name FROM '[^ ]+$')) AS place_3, p.id AS place_4
FROM beneficiary AS p
LEFT JOIN owed AS o ON o.beneficiary_id = p.id
LEFT JOIN kept AS k ON k.beneficiary_id = p.id
WHERE p.facility_id = %(facility_id)s
  AND (%(class_name)s::text IS NULL OR p.class_name = %(class_name)s)
  AND (o.beneficiary_id IS NOT NULL OR k.beneficiary_id IS NOT NULL)
