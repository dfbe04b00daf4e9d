-- Who paid too much has a credit, and the credit an account.
INSERT INTO ledger_account (id, facility_id, kind, detail)
SELECT %(first_credit)s::bigint + b.person, b.facility_id, 'payer_credit', b.person::text
FROM made_payment AS p
JOIN made_bill AS b ON b.bill_id = p.bill_id
WHERE p.amount_vnd > p.applied_vnd
ON CONFLICT DO NOTHING
