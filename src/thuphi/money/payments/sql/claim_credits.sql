-- Where two providers watch one account, the first to tell of a credit claims it. A rival worker
-- waits here for the other's commit, so that the judging statement after this one sees the claim.
INSERT INTO bank_credit (facility_id, account, bank_reference, amount_vnd, channel, heard_id)
SELECT DISTINCT ON (h.facility_id, h.account, h.bank_reference, h.amount_vnd)
    h.facility_id, h.account, h.bank_reference, h.amount_vnd, h.channel, h.id
FROM heard AS h
JOIN merchant AS m ON m.id = h.merchant_id AND m.shares_account
WHERE h.id = ANY (%(ids)s::bigint[]) AND h.bank_reference <> ''
ORDER BY h.facility_id, h.account, h.bank_reference, h.amount_vnd, h.id
ON CONFLICT DO NOTHING
