-- Has money for this bill been heard of and not been booked yet? Only the newest notifications are
-- looked at, by the primary key, so that the answer costs the same in a small and in a large inbox.
SELECT EXISTS (
    SELECT FROM heard AS h
    WHERE h.id > (SELECT last_value FROM heard_id_seq) - %(newest)s
      AND h.codes @> ARRAY[%(code)s::text]
      AND h.outcome = 'confirmed'
      AND h.amount_vnd > 0
      AND NOT EXISTS (SELECT FROM payment AS p WHERE p.heard_id = h.id AND p.identifies_id IS NULL)
)
