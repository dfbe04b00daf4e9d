-- What money that is not ours, or is ours after all, moves in the book, as rows of recipes.
SELECT p.facility_id, v.recipe, v.debit_detail, v.credit_detail, p.amount_vnd,
       'heard:' || p.heard_id AS reference, p.booked_at AS happened_at,
       (SELECT max(t.id) FROM transfer AS t
        WHERE t.facility_id = p.facility_id AND t.reference = 'heard:' || p.heard_id
          AND t.recipe = v.corrects) AS corrects_id
FROM payment AS p
CROSS JOIN LATERAL (VALUES
    ('not_for_us', 'disown', '', p.channel, 'pay_unknown'),
    ('unknown', 'own_again', p.channel, '', 'disown')
) AS v (finding, recipe, debit_detail, credit_detail, corrects)
WHERE p.id = %(id)s AND v.finding = p.finding
