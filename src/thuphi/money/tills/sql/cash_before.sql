-- How much cash there was at a moment: all that came in before it, less all that went out.
SELECT coalesce((SELECT sum(p.applied_vnd + p.excess_vnd) FROM payment AS p
                 WHERE p.facility_id = %(facility_id)s AND p.channel = 'cash'
                   AND p.identifies_id IS NULL AND p.bill_id IS NOT NULL
                   AND p.paid_at < %(at)s), 0)::bigint
     - coalesce((SELECT sum(t.amount_vnd) FROM transfer AS t
                 WHERE t.facility_id = %(facility_id)s
                   AND t.recipe IN ('refund_done_cash', 'payout_done_cash', 'bank_cash')
                   AND t.happened_at < %(at)s), 0)::bigint
