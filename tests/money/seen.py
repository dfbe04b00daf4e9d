"""What the money tests look at: balances of the book, transfers, and who waits for whom."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tests.world import AT
from thuphi.money.payments import actions as payments
from thuphi.money.payments.rules import Finding


def rows(query: str, *values: str | int | bytes | datetime) -> list[tuple[object, ...]]:
    """The answer to a question in SQL."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def number(query: str, *values: str | int | bytes | datetime) -> int:
    """The one whole number that a question in SQL comes to."""
    return int(str(rows(query, *values)[0][0]))


def balances(facility_id: int) -> dict[str, int]:
    """Debit less credit of every account of a facility that is not even, by `kind:detail`."""
    found = rows(
        "SELECT concat_ws(':', kind, nullif(detail, '')), debit_vnd - credit_vnd"
        " FROM ledger_account WHERE facility_id = %s AND debit_vnd <> credit_vnd",
        facility_id,
    )
    return {str(name): int(str(balance)) for name, balance in found}


@dataclass(frozen=True, slots=True, order=True)
class Moved:
    """One transfer, without the ids that differ from run to run."""

    recipe: str
    debit: str
    credit: str
    amount_vnd: int
    reference: str
    happened_at: str
    """By the clock of Việt Nam."""


def transfers(facility_id: int, after_id: int = 0) -> Counter[Moved]:
    """The transfers of a facility, booked after the one with that id."""
    found = rows(
        "SELECT t.recipe, d.kind || ':' || d.detail, c.kind || ':' || c.detail, t.amount_vnd,"
        " t.reference, (t.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::text FROM transfer AS t"
        " JOIN ledger_account AS d ON d.id = t.debit_account_id"
        " JOIN ledger_account AS c ON c.id = t.credit_account_id"
        " WHERE t.facility_id = %s AND t.id > %s",
        facility_id,
        after_id,
    )
    return Counter(
        Moved(str(a), str(b), str(c), int(str(d)), str(e), str(f)) for a, b, c, d, e, f in found
    )


def last_transfer() -> int:
    """The id of the newest transfer."""
    return number("SELECT coalesce(max(id), 0) FROM transfer")


def receipt_numbers(facility_id: int) -> list[int]:
    """The receipt numbers of a facility in the world's year, in their order."""
    found = rows(
        "SELECT receipt_number FROM payment WHERE facility_id = %s AND receipt_year = %s"
        " ORDER BY receipt_number",
        facility_id,
        AT.year,
    )
    return [int(str(row[0])) for row in found]


def post_all(limit: int = 1000) -> Counter[Finding]:
    """Book all that waits, batch by batch; how often each finding came."""
    findings: Counter[Finding] = Counter()
    while (booked := payments.post_waiting(at=AT, limit=limit)).taken:
        findings += booked.findings
    return findings


def wait_until_blocked(waiting: int = 1) -> None:
    """Return when so many other connections of this database wait for a lock."""
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        # Only the owner is shown what others wait for.
        cursor.execute("SET ROLE NONE")
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            if cursor.fetchall()[0][0] >= waiting:
                cursor.execute("SET ROLE thuphi_worker")
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")
