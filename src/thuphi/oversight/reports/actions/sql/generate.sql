-- All obligations of a plan at once; what is owed already stays as it is.
INSERT INTO obligation (plan_id, duty_id, place_id, agency_id, periodicity, period_first_on,
                        period_last_on, window_first_on, window_last_on, due_at, generated_at)
SELECT %(plan_id)s, n.duty_id, n.place_id, n.agency_id, n.periodicity, n.period_first_on,
       n.period_last_on, n.window_first_on, n.window_last_on, n.due_at, %(at)s
FROM unnest(%(duty_ids)s::text[], %(place_ids)s::bigint[], %(agency_ids)s::bigint[],
            %(periodicities)s::text[], %(period_firsts)s::date[], %(period_lasts)s::date[],
            %(window_firsts)s::date[], %(window_lasts)s::date[], %(dues)s::timestamptz[])
     AS n (duty_id, place_id, agency_id, periodicity, period_first_on, period_last_on,
           window_first_on, window_last_on, due_at)
ON CONFLICT DO NOTHING
