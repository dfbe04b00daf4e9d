-- In which statement each line stands, and what it is called there where that is more than was known.
INSERT INTO line_seen (facility_id, line_id, statement_id, place, bank_reference, text)
SELECT %(facility_id)s, n.line_id, n.statement_id, n.place, n.bank_reference, n.text
FROM json_to_recordset(%(sightings)s::json)
    AS n (line_id bigint, statement_id bigint, place int, bank_reference text, text text)
