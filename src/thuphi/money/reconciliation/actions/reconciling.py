"""The worker's verb: each new line of the bank beside what it is.

Two transactions a batch. The first puts lines beside money that was booked before; the second
books what no notification brought. They are apart because booking locks bills before payments, as
everybody does, and matching locks payments: in one transaction the two orders would meet. Lines are
locked before everything else, in order of their ids, and one worker at a time is at work on a
facility.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction
from psycopg import Cursor
from psycopg.errors import CheckViolation

from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.rules import BillState
from thuphi.money.ledger import recipes
from thuphi.money.reconciliation import loading, rules
from thuphi.money.reconciliation.loading import Earlier
from thuphi.money.reconciliation.pairing import BY_REFERENCE_DAYS, LineFacts, Pairs, pair
from thuphi.money.reconciliation.rules import Outcome

from . import other_lines, settling
from .booking import ComeMeanwhile, book, leave_to_a_person
from .judging import Searcher, ToBook, of_pair
from .standing import Json, Standing, say, stand

BATCH = 20_000
"""Lines looked at in one go."""
FACILITIES = 100
"""Facilities asked after in one go."""
FACILITY_LOCK = 77_106
"""The first half of the advisory lock of a facility whose lines are being matched."""
OVERLAP = timedelta(minutes=10)
"""A booking may take so long from the moment it bears to the moment others see it."""
LOOKED_BACK = timedelta(days=90)
"""Older lines are a person's for good."""
TRIES = 3
"""How often a batch is judged anew because money came in while it was being booked."""

Row = tuple[object, ...]


def reconcile(*, facility_id: int | None, at: datetime, limit: int = BATCH) -> Counter[Outcome]:
    """Look at lines that are due, of one facility or of any. Returns what they came to.

    Nothing is returned when nothing is due, or when others are at work on all that is. Run again
    it changes nothing.
    """
    done: Counter[Outcome] = Counter()
    for one in [facility_id] if facility_id is not None else due_facilities():
        if done.total() >= limit:
            break
        done += reconcile_one(
            facility_id=one, at=at, limit=limit - done.total(), waits=facility_id is not None
        )
    return done


def reconcile_all(*, facility_id: int | None, at: datetime) -> Counter[Outcome]:
    """Look at everything that is due."""
    total: Counter[Outcome] = Counter()
    while done := reconcile(facility_id=facility_id, at=at):
        total += done
    return total


@transaction.atomic
def look_again(*, at: datetime) -> int:
    """Let lines be looked at again that something booked since might explain. Returns how many."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(rules.__file__, "look_again").encode(),
        {
            "from_on": today(at - LOOKED_BACK),
            "overlap": OVERLAP,
            "days": BY_REFERENCE_DAYS,
        },
    )
    return cursor.rowcount


def due_facilities() -> list[int]:
    """Facilities with lines to look at, the longest waiting first, then with settlements."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        b"SELECT facility_id FROM line_state WHERE is_due GROUP BY facility_id"
        b" ORDER BY min(line_id) LIMIT %(limit)s",
        {"limit": FACILITIES},
    )
    found = [int(str(row[0])) for row in cursor]
    return [*found, *(one for one in settling.facilities_to_settle() if one not in found)]


@dataclass(slots=True)
class _Batch:
    """Lines of a facility, of which fewer and fewer are left."""

    facility_id: int
    at: datetime
    cursor: Cursor[Row]
    left: list[LineFacts]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    told: set[int] = field(default_factory=set)
    """Notifications whose money these lines were compared with."""
    to_book: list[ToBook] = field(default_factory=list)
    to_charge_back: list[tuple[LineFacts, Earlier]] = field(default_factory=list)

    def say(self, standings: Sequence[Standing]) -> None:
        """How some lines stand: they are done."""
        say(standings, at=self.at)
        self.outcomes += Counter(one.outcome for one in standings)
        self.drop([one.line_id for one in standings])

    def drop(self, line_ids: Collection[int]) -> None:
        """These are left no more."""
        gone = set(line_ids)
        self.left = [one for one in self.left if one.id not in gone]

    @property
    def credits(self) -> list[LineFacts]:
        """What is left of money that came."""
        return [one for one in self.left if one.is_in and not one.is_reversal]


def reconcile_one(
    *, facility_id: int, at: datetime, limit: int = BATCH, waits: bool = True
) -> Counter[Outcome]:
    """Look at due lines of a facility. Without `waits` nothing is done while others are at work
    on it.
    """
    done: Counter[Outcome] = Counter()
    moved: list[int] = []
    for attempt in range(TRIES):
        try:
            batch = _match(facility_id, at, limit, waits=waits)
        except CheckViolation:
            # A person has just put one of these payments beside a line.
            if attempt == TRIES - 1:
                raise
            continue
        if batch is None:
            return done
        done += batch.outcomes
        done += Counter(
            other_lines.charge_back(facility_id, line, earlier, at)
            for line, earlier in batch.to_charge_back
        )
        try:
            booked = book(facility_id, batch.to_book, at, told=batch.told)
        except ComeMeanwhile as error:
            moved = error.line_ids
            continue
        done += booked
        if booked.total() == len(batch.to_book):
            return done
        moved = []
    return done + leave_to_a_person(moved, at)


@transaction.atomic
def _match(facility_id: int, at: datetime, limit: int, *, waits: bool) -> _Batch | None:
    """Put due lines beside what was booked before; what the others bring is still to be booked.

    Nothing comes back when nothing is due, or somebody else is at work on the facility.
    """
    cursor = recipes.raw_cursor()
    if not _is_ours(cursor, facility_id, waits=waits):
        return None
    settling.settle_rows(facility_id=facility_id, at=at)
    values = {"facility_id": facility_id, "limit": limit}
    cursor.execute(statement(rules.__file__, "due_lines").encode(), values)
    ids = [int(str(row[0])) for row in cursor]
    if not ids:
        return None
    lines = loading.line_facts(cursor, facility_id, ids)
    _leave_alone(cursor, lines.touched)
    batch = _Batch(facility_id, at, cursor, lines.open)
    undone = loading.undone(cursor, ids)
    pairs = _pair(batch, undone)
    other_lines.find_sent(batch, undone)
    other_lines.take_back(batch)
    settled = settling.match_lines(
        facility_id=facility_id, line_ids=[one.id for one in batch.left], at=at
    )
    batch.outcomes[Outcome.MATCHED] += len(settled)
    batch.drop(settled)
    own = loading.own_money(cursor, facility_id, batch.left)
    other_lines.find_documents(batch, own, undone)
    doubtful = _search(batch, pairs, undone)
    other_lines.find_only_ones(batch, own, undone, doubtful)
    _leave_to_people(batch, doubtful)
    other_lines.leave_money_out(batch, own)
    return batch


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


def _pair(batch: _Batch, undone: Collection[tuple[int, str, int]]) -> Pairs:
    """Credits beside payments that a notification told of."""
    told = loading.told_money(batch.cursor, batch.facility_id, batch.credits)
    batch.told |= {one.heard_id for one in told}
    pairs = pair(batch.credits, told, loading.payments_of(undone))
    found = [of_pair(one) for one in pairs.made]
    stand([match for matches, _ in found for match in matches], at=batch.at)
    batch.say([standing for _, standing in found])
    return pairs


def _search(
    batch: _Batch, pairs: Pairs, undone: Collection[tuple[int, str, int]]
) -> dict[int, Standing]:
    """Bills of credits that nobody told of: to be booked, or how they stand without one."""
    codes = {code for one in batch.credits for code in one.codes}
    if not batch.credits:
        return {}
    states = loading.bill_states(batch.cursor, batch.facility_id, codes)
    owed = loading.owed(batch.cursor, batch.facility_id, batch.at)
    if BillState.PAID.value in states.values():
        # It may have been paid since we looked, by the notification of this very money.
        pairs = _pair(batch, undone)
    searcher = Searcher(owed, states)
    doubtful: dict[int, Standing] = {}
    taken: Counter[str] = Counter()
    later: list[int] = []
    for line in batch.credits:
        found = searcher.search(line, pairs)
        if not isinstance(found, ToBook):
            doubtful[line.id] = found
        elif taken[found.code] and taken[found.code] + line.amount_vnd > owed.left_vnd[found.code]:
            # An earlier line of the batch pays the bill: this one is looked at when it has.
            later.append(line.id)
        else:
            taken[found.code] += line.amount_vnd
            batch.to_book.append(found)
    batch.drop([*(one.line.id for one in batch.to_book), *later])
    return doubtful


def _leave_to_people(batch: _Batch, doubtful: dict[int, Standing]) -> None:
    """What is left of credits is a person's, with the days of providers that it may be."""
    standings = [doubtful[one.id] for one in batch.credits]
    bare = [one.line_id for one in standings if not one.suggestions]
    days = settling.suggest_days(facility_id=batch.facility_id, line_ids=bare) if bare else {}
    batch.say([_with_days(one, days.get(one.line_id, [])) for one in standings])


def _with_days(standing: Standing, days: Sequence[settling.DaySum]) -> Standing:
    if not days:
        return standing
    told: list[Json] = [
        {
            "how": "settlement_day", "channel": one.channel, "day": one.day.isoformat(),
            "payments": one.payments, "gross_vnd": one.gross_vnd,
        }
        for one in days
    ]  # fmt: skip
    return replace(standing, outcome=Outcome.TO_LOOK_AT, suggestions=told)
