-- Every transfer of a facility on the day on which it happened.
SELECT t.id, t.recipe, t.debit_account_id, t.credit_account_id, t.amount_vnd, t.reference,
       t.happened_at, t.booked_at, t.corrects_id, t.happened_at AS at
FROM transfer AS t
WHERE t.facility_id = %(facility_id)s
