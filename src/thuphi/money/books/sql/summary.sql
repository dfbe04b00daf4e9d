-- What a head teacher asks first: the school year's due and collected, who is behind, what came in
-- this month and how much of it without cash, and what is held for others.
SELECT coalesce(sum(b.total_vnd), 0)::bigint, coalesce(sum(b.paid_vnd), 0)::bigint,
       count(DISTINCT b.beneficiary_id) FILTER (WHERE b.paid_vnd < b.total_vnd),
       coalesce(sum(b.total_vnd - b.paid_vnd) FILTER (WHERE b.due_on < %(today)s), 0)::bigint,
       (SELECT coalesce(sum(m.value_vnd), 0)::bigint FROM month_count AS m
        WHERE m.facility_id = %(facility_id)s AND m.month = %(month)s),
       (SELECT coalesce(sum(m.value_vnd), 0)::bigint FROM month_count AS m
        WHERE m.facility_id = %(facility_id)s AND m.month = %(month)s AND m.method <> 'cash'),
       (SELECT coalesce(sum(a.credit_vnd - a.debit_vnd), 0)::bigint FROM ledger_account AS a
        WHERE a.facility_id = %(facility_id)s AND a.kind = 'payer_credit'),
       (SELECT coalesce(sum(a.credit_vnd - a.debit_vnd), 0)::bigint FROM ledger_account AS a
        WHERE a.facility_id = %(facility_id)s AND a.kind = 'unidentified')
FROM bill AS b
JOIN collection_run AS r ON r.id = b.run_id AND r.school_year = %(school_year)s
WHERE b.facility_id = %(facility_id)s AND b.state <> 'cancelled'
