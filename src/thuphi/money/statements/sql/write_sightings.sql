-- In which statement each line stands, and what it is called there where that is more than was known.
INSERT INTO line_seen (facility_id, line_id, statement_id, place, bank_reference, text)
SELECT %(facility_id)s, n.line_id, n.statement_id, n.place, n.bank_reference, n.text
FROM unnest(%(line_id)s::bigint[], %(statement_id)s::bigint[], %(place)s::int[],
            %(bank_reference)s::text[], %(text)s::text[])
    AS n (line_id, statement_id, place, bank_reference, text)
