-- Enrol a list in one statement: new codes are added, known ones brought up to date where they
-- differ. Who is on the list is there, also if they had left. Only written rows are returned.
INSERT INTO beneficiary (facility_id, kind, code, name, search_key, born_on, class_name, grade,
                         payer_name, payer_phone, payer_email, is_active, left_on)
SELECT %(facility_id)s, n.kind, n.code, n.name, n.search_key, n.born_on, n.class_name, n.grade,
       n.payer_name, n.payer_phone, n.payer_email, true, NULL
FROM unnest(%(kind)s::text[], %(code)s::text[], %(name)s::text[], %(search_key)s::text[],
            %(born_on)s::date[], %(class_name)s::text[], %(grade)s::text[], %(payer_name)s::text[],
            %(payer_phone)s::text[], %(payer_email)s::text[])
    AS n (kind, code, name, search_key, born_on, class_name, grade, payer_name, payer_phone,
          payer_email)
ORDER BY n.code
ON CONFLICT (facility_id, code) DO UPDATE SET
    kind = excluded.kind, name = excluded.name, search_key = excluded.search_key,
    born_on = excluded.born_on, class_name = excluded.class_name, grade = excluded.grade,
    payer_name = excluded.payer_name, payer_phone = excluded.payer_phone,
    payer_email = excluded.payer_email, is_active = true, left_on = NULL
WHERE (beneficiary.kind, beneficiary.name, beneficiary.search_key, beneficiary.born_on,
       beneficiary.class_name, beneficiary.grade, beneficiary.payer_name, beneficiary.payer_phone,
       beneficiary.payer_email, beneficiary.is_active, beneficiary.left_on)
    IS DISTINCT FROM
      (excluded.kind, excluded.name, excluded.search_key, excluded.born_on, excluded.class_name,
       excluded.grade, excluded.payer_name, excluded.payer_phone, excluded.payer_email, true,
       NULL::date)
RETURNING xmax = 0 AS is_new
