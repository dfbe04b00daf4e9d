"""The reconciliation screen: what moved in a span of days, by the four states, and its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.reconciliation import models
from thuphi.money.reconciliation.models import ReconciliationRule
from thuphi.money.reconciliation.rules import Confirmed, Outcome

ON_ITS_WAY = timedelta(days=60)
"""Longer than any provider keeps money: further from a span than this nothing is looked for."""
CHUNK = 2000
MOST_ROWS = 1_000_000
"""A workbook holds no more."""

_COUNTED = """SELECT NULL AS kind, NULL::bigint AS id, channel,
    sum(CASE WHEN is_out THEN -amount_vnd ELSE amount_vnd END)::bigint, NULL::timestamptz, day,
    count(*), confirmed, outcome, NULL::boolean, NULL::boolean
FROM moved GROUP BY channel, day, confirmed, outcome"""
_LISTED = """SELECT kind, id, channel, amount_vnd, happened_at, day, line_id, confirmed, outcome,
    is_out, is_timed
FROM moved
WHERE (%(confirmed)s::text[] IS NULL OR confirmed = ANY (%(confirmed)s::text[]))
  AND (%(outcome)s::text IS NULL OR outcome = %(outcome)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
ORDER BY day DESC, happened_at DESC, kind, id DESC LIMIT %(limit)s OFFSET %(offset)s"""
_FEES = """SELECT coalesce(sum(s.fee_vnd), 0)::bigint
FROM settlement AS s
JOIN line_match AS m ON m.kind = 'settlement' AND m.subject_id = s.id
    AND m.facility_id = s.facility_id
WHERE s.facility_id = %(facility_id)s AND s.settled_on BETWEEN %(from_on)s AND %(to_on)s
  AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)"""
_TOLD = """SELECT count(*), coalesce(sum(l.amount_vnd), 0)::bigint,
    coalesce(sum(l.amount_vnd) FILTER (WHERE s.outcome = 'not_ours'), 0)::bigint
FROM bank_line AS l LEFT JOIN line_state AS s ON s.line_id = l.id
WHERE l.facility_id = %(facility_id)s AND l.direction = 'in'
  AND l.booked_on BETWEEN %(from_on)s AND %(to_on)s"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which days of which facility; both days belong to it."""

    facility_id: int
    from_on: date
    to_on: date
    by_arrival: bool = False
    """A move is of the day on which its money was on the account, where that is known."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and how much in đồng."""

    count: int = 0
    vnd: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.count + other.count, self.vnd + other.vnd)


@dataclass(frozen=True, slots=True)
class Group:
    """So many moves of one day and channel that stand alike. No `confirmed`: not among the four."""

    day: date
    channel: str
    confirmed: Confirmed | None
    outcome: Outcome
    tally: Tally
    """What went out is taken off."""


@dataclass(frozen=True, slots=True)
class Move:
    """One payment, deposit, or part of a line that stands beside nothing."""

    kind: str
    id: int
    channel: str
    amount_vnd: int
    happened_at: datetime
    day: date
    line_id: int | None
    confirmed: Confirmed | None
    outcome: Outcome
    is_out: bool
    is_timed: bool
    """Whether `happened_at` is known to the minute; of many lines only the day is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which moves of a span a list shows; empty parts narrow nothing."""

    confirmed: frozenset[Confirmed] | None = None
    outcome: Outcome | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the bank's statements say came in, and how much of it is no business of the book."""

    lines: int
    in_vnd: int
    not_ours_vnd: int


@dataclass(frozen=True, slots=True)
class Look:
    """A span counted, and the asked page of a list of it, the latest first."""

    groups: list[Group]
    moves: list[Move]


Value = int | str | bool | date | datetime | list[str] | None


def books_by_arrival(facility_id: int) -> bool:
    """Whether the facility's reports follow the day on which money was on the account."""
    rule = ReconciliationRule.objects.filter(facility_id=facility_id).first()
    return rule is not None and rule.books_by == "arrived"


def look(span: Span, narrowed: Narrowed, *, limit: int, offset: int = 0) -> Look:
    """A span counted, and a page of a list of it: one question, however long the list."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_with_moves()} ({_COUNTED}) UNION ALL ({_LISTED})",
            {**_values(span), **_narrowed(narrowed), "limit": limit, "offset": offset},
        )
        rows = cursor.fetchall()
    found = [_move(row) for row in rows if row[0] is not None]
    found.sort(key=lambda one: one.id, reverse=True)
    found.sort(key=lambda one: one.kind)
    found.sort(key=lambda one: (one.day, one.happened_at), reverse=True)
    return Look([_group(row) for row in rows if row[0] is None], found)


def groups(span: Span) -> list[Group]:
    """Everything of a span, counted by day, channel, state and outcome."""
    return look(span, Narrowed(), limit=0).groups


def total(found: Iterable[Group], narrowed: Narrowed) -> Tally:
    """What a list so narrowed comes to, without asking again."""
    return sum((one.tally for one in found if _holds(one, narrowed)), Tally())


def _holds(group: Group, narrowed: Narrowed) -> bool:
    return (
        (narrowed.confirmed is None or group.confirmed in narrowed.confirmed)
        and (narrowed.outcome is None or group.outcome is narrowed.outcome)
        and (narrowed.channel is None or group.channel == narrowed.channel)
    )


def each(span: Span, narrowed: Narrowed) -> Iterator[list[Move]]:
    """The whole list, in parts that are easy to hold."""
    found = look(span, narrowed, limit=MOST_ROWS).moves
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]


def fees_vnd(span: Span) -> int:
    """What providers kept of settlements that are on the account, in đồng."""
    with connection.cursor() as cursor:
        cursor.execute(_FEES, _values(span))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def told(span: Span) -> Told:
    """What the statements of a span say came in."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, _values(span))
        row = cursor.fetchone()
    return Told(*(int(one) for one in row)) if row else Told(0, 0, 0)


def _with_moves() -> str:
    return f"WITH {statement(models.__file__, 'moved')}"


def _values(span: Span) -> dict[str, Value]:
    near = span.from_on - ON_ITS_WAY if span.by_arrival else span.from_on
    far = span.to_on + ON_ITS_WAY if span.by_arrival else span.to_on
    return {
        "facility_id": span.facility_id,
        "from_on": span.from_on,
        "to_on": span.to_on,
        "by_arrival": span.by_arrival,
        "near_at": _midnight(near),
        "far_at": _midnight(far + timedelta(days=1)),
    }


def _narrowed(narrowed: Narrowed) -> Mapping[str, Value]:
    return {
        "confirmed": (
            None if narrowed.confirmed is None else sorted(one.value for one in narrowed.confirmed)
        ),
        "outcome": None if narrowed.outcome is None else narrowed.outcome.value,
        "channel": narrowed.channel,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


Row = tuple[
    str | None, int, str, int, datetime, date, int | None, str, str, bool | None, bool | None
]


def _group(row: Row) -> Group:
    _kind, _id, channel, vnd, _at, day, count, confirmed, outcome, _is_out, _timed = row
    return Group(
        day,
        channel,
        Confirmed(confirmed) if confirmed else None,
        Outcome(outcome),
        Tally(count or 0, vnd),
    )


def _move(row: Row) -> Move:
    kind, number, channel, vnd, happened_at, day, line_id, confirmed, outcome, is_out, timed = row
    return Move(
        kind or "",
        number,
        channel,
        vnd,
        happened_at,
        day,
        line_id,
        Confirmed(confirmed) if confirmed else None,
        Outcome(outcome),
        bool(is_out),
        bool(timed),
    )
