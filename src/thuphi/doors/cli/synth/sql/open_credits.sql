-- Who paid too much has a credit: an account, and a lot for each payment that brought it.
WITH opened AS (
    INSERT INTO ledger_account (id, facility_id, kind, detail)
    SELECT %(first_credit)s::bigint + b.person, b.facility_id, 'payer_credit', b.person::text
    FROM made_payment AS p
    JOIN made_bill AS b ON b.bill_id = p.bill_id
    WHERE p.amount_vnd > p.applied_vnd
    ON CONFLICT DO NOTHING
)
INSERT INTO credit (facility_id, beneficiary_id, source, bill_id, payment_id, amount_vnd, is_cashless,
                    happened_at)
SELECT p.facility_id, b.person, 'overpaid', p.bill_id, p.id, p.amount_vnd - p.applied_vnd,
       p.method <> 'cash', p.paid_at
FROM made_payment AS p
JOIN made_bill AS b ON b.bill_id = p.bill_id
WHERE p.amount_vnd > p.applied_vnd
ORDER BY p.id
