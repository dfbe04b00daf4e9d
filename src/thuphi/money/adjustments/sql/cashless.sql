-- What of these bills' money came without cash. The answer is the database's own: rooms above know it.
SELECT bill_id, cashless_vnd FROM cashless_on_bills(%(bill_ids)s::bigint[])
