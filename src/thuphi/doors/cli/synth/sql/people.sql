-- Invented people of facilities that bill here, and who pays for them. The same number always bears
-- the same name.
INSERT INTO beneficiary (id, facility_id, kind, code, name, search_key, born_on, class_name, grade,
                         payer_name, payer_phone, payer_email, is_active)
SELECT n.id, f.facility_id, CASE WHEN f.is_school THEN 'pupil' ELSE 'patient' END,
       CASE WHEN f.is_school THEN 'HS' ELSE 'BN' END || lpad((n.id - f.first_person + 1)::text, 6, '0'),
       n.name, n.folded, date '2008-01-01' + pg_temp.lot(n.id, %(salt)s + 8) %% 5000,
       CASE WHEN f.is_school THEN 1 + (n.id - f.first_person) / 35 %% 9
                 || chr(65 + ((n.id - f.first_person) / 315 %% 26)::int) ELSE '' END,
       CASE WHEN f.is_school THEN (1 + (n.id - f.first_person) / 35 %% 9)::text ELSE '' END,
       n.payer, '', '', true
FROM made_facility AS f
CROSS JOIN LATERAL (
    SELECT p.id,
           concat_ws(' ', (%(family)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 1) %% %(families)s],
                     (%(middle)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 2) %% %(middles)s],
                     (%(given)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 3) %% %(givens)s]) AS name,
           concat_ws(' ', (%(family_key)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 1) %% %(families)s],
                     (%(middle_key)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 2) %% %(middles)s],
                     (%(given_key)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 3) %% %(givens)s]) AS folded,
           concat_ws(' ', (%(family)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 1) %% %(families)s],
                     (%(middle)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 5) %% %(middles)s],
                     (%(given)s::text[])[1 + pg_temp.lot(p.id, %(salt)s + 6) %% %(givens)s]) AS payer
    FROM generate_series(f.first_person, f.first_person + f.people - 1) AS p (id)
) AS n
WHERE f.facility_id = ANY (%(facilities)s)
ORDER BY n.id
