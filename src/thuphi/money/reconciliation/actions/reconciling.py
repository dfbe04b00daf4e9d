"""The worker's verb: each new line of the bank beside what it is.

Two transactions a batch. The first puts lines beside money that was booked before; the second books
what no notification brought. They are apart because booking locks bills before payments, as everybody
does, and matching locks payments: in one transaction the two orders would meet. Lines are locked before
everything else, in order of their ids, and one worker at a time is at work on a facility.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from psycopg import Cursor

from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes
from thuphi.money.reconciliation import loading, rules
from thuphi.money.reconciliation.pairing import LineFacts, pair
from thuphi.money.reconciliation.rules import Outcome

from .booking import ComeMeanwhile, book, leave_to_a_person
from .judging import Searcher, ToBook, Verdict, of_pair
from .standing import say, stand

BATCH = 10_000
"""Lines looked at in one go."""
FACILITIES = 100
"""Facilities asked after in one go."""
FACILITY_LOCK = 77_106
"""The first half of the advisory lock of a facility whose lines are being matched."""
TRIES = 3
"""How often a batch is judged anew because money came in while it was being booked."""

Row = tuple[object, ...]


def reconcile(*, facility_id: int | None, at: datetime, limit: int = BATCH) -> Counter[Outcome]:
    """Look at lines that are due, of one facility or of any. Returns what they came to.

    Nothing is returned when nothing is due, or when others are at work on all that is. Run again
    it changes nothing.
    """
    done: Counter[Outcome] = Counter()
    for one in [facility_id] if facility_id is not None else _due_facilities():
        if done.total() >= limit:
            break
        done += _reconcile(one, at, limit - done.total(), waits=facility_id is not None)
    return done


def reconcile_all(*, facility_id: int | None, at: datetime) -> Counter[Outcome]:
    """Look at everything that is due."""
    total: Counter[Outcome] = Counter()
    while done := reconcile(facility_id=facility_id, at=at):
        total += done
    return total


def _due_facilities() -> list[int]:
    cursor = recipes.raw_cursor()
    cursor.execute(
        b"SELECT facility_id FROM line_state WHERE is_due GROUP BY facility_id"
        b" ORDER BY min(line_id) LIMIT %(limit)s",
        {"limit": FACILITIES},
    )
    return [int(str(row[0])) for row in cursor]


def _reconcile(facility_id: int, at: datetime, limit: int, *, waits: bool) -> Counter[Outcome]:
    done: Counter[Outcome] = Counter()
    for _ in range(TRIES):
        verdict = _match(facility_id, at, limit, waits=waits)
        done += Counter(one.outcome for one in verdict.standings)
        try:
            return done + book(facility_id, verdict.to_book, at)
        except ComeMeanwhile as error:
            moved = error.line_ids
    return done + leave_to_a_person(moved, at)


@transaction.atomic
def _match(facility_id: int, at: datetime, limit: int, *, waits: bool) -> Verdict:
    """Put due lines beside what was booked before, and say how the others stand."""
    cursor = recipes.raw_cursor()
    if not _is_ours(cursor, facility_id, waits=waits):
        return Verdict()
    values = {"facility_id": facility_id, "limit": limit}
    cursor.execute(statement(rules.__file__, "due_lines").encode(), values)
    ids = [int(str(row[0])) for row in cursor]
    if not ids:
        return Verdict()
    lines = loading.line_facts(cursor, facility_id, ids)
    _leave_alone(cursor, lines.touched)
    verdict = _judge(cursor, facility_id, lines.open, at)
    stand(verdict.matches, at=at)
    say(verdict.standings, at=at)
    return verdict


def _is_ours(cursor: Cursor[Row], facility_id: int, *, waits: bool) -> bool:
    """Whether nobody else is at work on the facility, after a while if need be."""
    values = {"lock": FACILITY_LOCK, "facility": facility_id % 2**31}
    if waits:
        cursor.execute(b"SELECT pg_advisory_xact_lock(%(lock)s, %(facility)s)", values)
        return True
    cursor.execute(b"SELECT pg_try_advisory_xact_lock(%(lock)s, %(facility)s)", values)
    row = cursor.fetchone()
    return row is not None and bool(row[0])


def _leave_alone(cursor: Cursor[Row], ids: Sequence[int]) -> None:
    """A person has begun with these lines: they are not looked at by us."""
    if ids:
        cursor.execute(
            b"UPDATE line_state SET is_due = false WHERE line_id = ANY (%(ids)s::bigint[])",
            {"ids": list(ids)},
        )


def _judge(
    cursor: Cursor[Row], facility_id: int, lines: Sequence[LineFacts], at: datetime
) -> Verdict:
    verdict = Verdict()
    credits = [one for one in lines if one.is_in and not one.is_reversal]
    told = loading.told_money(cursor, facility_id, credits)
    undone = loading.undone_pairs(cursor, [one.id for one in credits])
    pairs = pair(credits, told, undone)
    for one in pairs.made:
        matches, standing = of_pair(one)
        verdict.matches += matches
        verdict.standings.append(standing)
    paired = {one.line.id for one in pairs.made}
    left = [one for one in credits if one.id not in paired]
    if left:
        codes = {code for one in left for code in one.codes()}
        states = loading.bill_states(cursor, facility_id, codes)
        searcher = Searcher(loading.owed(cursor, facility_id, at), states)
        for line in left:
            found = searcher.search(line, pairs)
            if isinstance(found, ToBook):
                verdict.to_book.append(found)
            else:
                verdict.standings.append(found)
    return verdict
