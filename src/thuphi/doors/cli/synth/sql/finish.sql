-- What is derived, from what was written: sums of accounts, counts, series, runs, contracts that work.
UPDATE ledger_account AS a SET debit_vnd = s.debit_vnd, credit_vnd = s.credit_vnd
FROM (
    SELECT account_id, sum(debit_vnd)::bigint AS debit_vnd, sum(credit_vnd)::bigint AS credit_vnd
    FROM (
        SELECT debit_account_id AS account_id, sum(amount_vnd) AS debit_vnd, 0 AS credit_vnd
        FROM transfer WHERE facility_id >= %(first_facility)s GROUP BY 1
        UNION ALL
        SELECT credit_account_id, 0, sum(amount_vnd)
        FROM transfer WHERE facility_id >= %(first_facility)s GROUP BY 1
    ) AS sides
    GROUP BY account_id
) AS s
WHERE a.id = s.account_id;

INSERT INTO month_count (facility_id, month, method, payments, value_vnd)
SELECT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, method, count(*),
       sum(amount_vnd)::bigint
FROM payment WHERE facility_id >= %(first_facility)s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

INSERT INTO receipt_series (facility_id, year, last_number)
SELECT facility_id, receipt_year, max(receipt_number)
FROM payment WHERE facility_id >= %(first_facility)s AND receipt_number IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2;

UPDATE collection_run AS r SET bills_expected = b.bills, bills_issued = b.bills
FROM (
    SELECT run_id, count(*) AS bills FROM bill WHERE facility_id >= %(first_facility)s GROUP BY 1
) AS b
WHERE r.id = b.run_id;

UPDATE merchant AS m SET last_paid_on = p.paid_on
FROM (
    SELECT channel, facility_id, max(paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on
    FROM payment WHERE facility_id >= %(first_facility)s GROUP BY 1, 2
) AS p
WHERE m.channel = p.channel AND m.facility_id = p.facility_id;

INSERT INTO fee_count (facility_id, month, kind, due_vnd, due_paid_vnd, due_cashless_vnd, collected_vnd,
                       cashless_vnd)
SELECT c.facility_id, c.month, c.kind, c.due_vnd, c.due_paid_vnd, c.due_cashless_vnd, c.collected_vnd,
       c.cashless_vnd
FROM fees_counted(NULL, NULL) AS c
WHERE c.facility_id >= %(first_facility)s
ORDER BY 1, 2, 3;
