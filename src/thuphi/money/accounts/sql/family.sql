-- Everything in the book about one family: what it owes, what the facility keeps for it, and what is on its
-- way back to it. Transfers about one thing by one recipe at one instant are one row, so that a bill of
-- five lines is one. They are found by what they are about: the family's bills, what was paid out to it,
-- what it brought along, and money whose owner was found.
WITH about AS (
    SELECT b.code AS reference FROM bill AS b
    WHERE b.beneficiary_id = %(beneficiary_id)s AND b.facility_id = %(facility_id)s
    UNION
    SELECT p.reference FROM credit_payout AS p
    WHERE p.beneficiary_id = %(beneficiary_id)s AND p.facility_id = %(facility_id)s
    UNION
    SELECT 'credit:' || c.id FROM credit AS c
    WHERE c.beneficiary_id = %(beneficiary_id)s AND c.facility_id = %(facility_id)s
    UNION
    SELECT 'heard:' || p.heard_id
    FROM credit AS c
    JOIN payment AS p ON p.id = c.payment_id
    WHERE c.beneficiary_id = %(beneficiary_id)s AND c.facility_id = %(facility_id)s
),
leg AS (
    SELECT t.id, t.recipe, t.reference, t.amount_vnd, t.happened_at, v.account_id, v.sign
    FROM about AS r
    JOIN transfer AS t ON t.reference = r.reference AND t.facility_id = %(facility_id)s
    CROSS JOIN LATERAL (VALUES (t.debit_account_id, 1), (t.credit_account_id, -1))
        AS v (account_id, sign)
),
own AS (
    SELECT l.*, a.kind
    FROM leg AS l
    JOIN ledger_account AS a ON a.id = l.account_id
    WHERE (a.kind IN ('receivable', 'refund_due') AND l.reference NOT LIKE 'heard:%%')
       OR (a.kind = 'payer_credit' AND a.detail = %(beneficiary_id)s::text)
       -- Money under one notice may be several families': of what goes back only what is theirs.
       OR (a.kind = 'refund_due' AND EXISTS (
              SELECT FROM credit AS c
              JOIN payment AS p ON p.id = c.payment_id
              JOIN payment_return AS r ON r.payment_id = p.id
              WHERE c.beneficiary_id = %(beneficiary_id)s AND c.facility_id = %(facility_id)s
                AND c.source = 'given' AND l.reference = 'heard:' || p.heard_id
                AND l.happened_at = r.happened_at
                AND CASE r.kind WHEN 'asked' THEN l.recipe = 'refund_credit'
                                WHEN 'failed' THEN l.recipe = 'refund_failed_credit'
                                ELSE l.recipe LIKE 'refund_done%%' END))
),
counted AS (
    SELECT min(o.id) AS id, o.recipe, o.reference, o.happened_at AS at,
           sum(o.amount_vnd) FILTER (WHERE o.sign > 0)::bigint AS debit_vnd,
           sum(o.amount_vnd) FILTER (WHERE o.sign < 0)::bigint AS credit_vnd,
           coalesce(sum(o.amount_vnd * o.sign) FILTER (WHERE o.kind = 'receivable'), 0)::bigint
               AS owed_vnd,
           coalesce(-sum(o.amount_vnd * o.sign) FILTER (WHERE o.kind = 'payer_credit'), 0)::bigint
               AS kept_vnd,
           coalesce(-sum(o.amount_vnd * o.sign) FILTER (WHERE o.kind = 'refund_due'), 0)::bigint
               AS returning_vnd
    FROM own AS o
    GROUP BY o.recipe, o.reference, o.happened_at
)
SELECT c.id, c.recipe, c.reference, c.at, coalesce(c.debit_vnd, 0), coalesce(c.credit_vnd, 0),
       sum(c.owed_vnd) OVER so_far::bigint, sum(c.kept_vnd) OVER so_far::bigint,
       sum(c.returning_vnd) OVER so_far::bigint, coalesce(b.reason, ''), coalesce(b.code, '')
FROM counted AS c
LEFT JOIN bill AS b ON b.code = c.reference AND b.facility_id = %(facility_id)s
WINDOW so_far AS (ORDER BY c.at, c.id)
ORDER BY c.at, c.id
