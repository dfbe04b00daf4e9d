"""What sleeping triggers and foreign keys would have refused, asked for afterwards."""

from __future__ import annotations

from psycopg import sql

from .registering import Line

_STRAYS = {
    "bill_of_a_person": "SELECT count(*) FROM bill AS b LEFT JOIN beneficiary AS n"
    " ON n.id = b.beneficiary_id AND n.facility_id = b.facility_id WHERE n.id IS NULL",
    "bill_of_a_run": "SELECT count(*) FROM bill AS b LEFT JOIN collection_run AS r"
    " ON r.id = b.run_id AND r.facility_id = b.facility_id"
    " WHERE b.run_id IS NOT NULL AND r.id IS NULL",
    "bill_equals_its_lines": "SELECT count(*) FROM (SELECT bill_id, sum(amount_vnd) AS vnd"
    " FROM bill_line GROUP BY 1) AS l FULL JOIN bill AS b ON b.id = l.bill_id"
    " WHERE b.total_vnd IS DISTINCT FROM l.vnd",
    "line_of_an_item": "SELECT count(*) FROM bill_line AS l LEFT JOIN fee_item AS i"
    " ON i.id = l.fee_item_id AND i.facility_id = l.facility_id WHERE i.id IS NULL",
    "payment_of_a_bill": "SELECT count(*) FROM payment AS p LEFT JOIN bill AS b"
    " ON b.id = p.bill_id AND b.facility_id = p.facility_id"
    " WHERE p.bill_id IS NOT NULL AND b.id IS NULL",
    "payment_of_what_was_heard": "SELECT count(*) FROM payment AS p LEFT JOIN heard AS h"
    " ON h.id = p.heard_id AND h.facility_id = p.facility_id WHERE h.id IS NULL",
    "transfer_between_accounts": "SELECT count(*) FROM transfer AS t"
    " LEFT JOIN ledger_account AS d ON d.id = t.debit_account_id AND d.facility_id = t.facility_id"
    " LEFT JOIN ledger_account AS c ON c.id = t.credit_account_id AND c.facility_id = t.facility_id"
    " WHERE d.id IS NULL OR c.id IS NULL",
    "facility_of_an_agency": "SELECT count(*) FROM facility AS f"
    " LEFT JOIN agency AS a ON a.id = f.agency_id WHERE f.agency_id IS NOT NULL AND a.id IS NULL",
}


def strays(line: Line) -> dict[str, int]:
    """How many rows break each promise; those that are kept by all are left out."""
    found = {}
    for name, query in _STRAYS.items():
        row = line.execute(sql.SQL(query)).fetchone()
        if row and row[0]:
            found[name] = int(str(row[0]))
    return found
