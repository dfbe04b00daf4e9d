"""What lines came to, what lies in the clearing accounts, and the four states of payments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from thuphi.ground.kit.sql import statement
from thuphi.money.reconciliation import rules
from thuphi.money.reconciliation.models import LineState
from thuphi.money.reconciliation.rules import Confirmed, Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines, and how much in đồng."""

    lines: int
    vnd: int


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Something that lies in a clearing account; all of them together are its balance."""

    kind: str
    """`payment`, `refund`, `deposit` or `settlement_row`."""
    id: int
    channel: str
    """The detail of the clearing account."""
    amount_vnd: int
    """Positive for what is still to come, negative for what came or went without being ours."""
    happened_on: date
    reference: str
    """The bill's code, the provider's reference, or the number of the paper."""


def counts(facility_id: int, from_on: date, to_on: date) -> Mapping[Outcome, Tally]:
    """How the lines of these days stand, money in and out together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.outcome, count(*), sum(l.amount_vnd)::bigint FROM bank_line AS l"
            " JOIN line_state AS s ON s.line_id = l.id"
            " WHERE l.facility_id = %s AND l.booked_on BETWEEN %s AND %s GROUP BY s.outcome",
            [facility_id, from_on, to_on],
        )
        return {Outcome(name): Tally(lines, vnd) for name, lines, vnd in cursor.fetchall()}


def waiting(facility_id: int) -> int:
    """How many lines of a facility the worker has still to look at."""
    return LineState.objects.filter(facility_id=facility_id, is_due=True).count()


def unsettled(facility_id: int, until_on: date) -> list[Unsettled]:
    """What lies in the clearing accounts at the end of a day, the oldest first."""
    query = f"WITH {_sql('clearing_moves')} {_sql('unsettled')}"
    with connection.cursor() as cursor:
        cursor.execute(query, {"facility_id": facility_id, "until_on": until_on})
        return [Unsettled(*row) for row in cursor.fetchall()]


def states(payment_ids: Collection[int]) -> dict[int, Confirmed]:
    """The state of each payment, in the words that accountants know (market.md 0.4).

    A payment that a line brought itself is confirmed as soon as it has a bill.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sql("payment_states"), {"ids": list(payment_ids)})
        return {payment: Confirmed(state) for payment, state in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Live:
    """What stands beside a line, and was not undone."""

    id: int
    line_id: int
    kind: str
    subject_id: int
    amount_vnd: int
    how: str


def matches_of_line(line_id: int) -> list[Live]:
    """Everything that stands beside a line."""
    return _live("m.line_id = ANY (%s)", [line_id])


def matches_of(kind: rules.MatchKind, subject_ids: Collection[int]) -> dict[int, list[Live]]:
    """The lines that each of these payments, settlements, deposits, ... stands beside."""
    found: dict[int, list[Live]] = {one: [] for one in subject_ids}
    for one in _live("m.subject_id = ANY (%s) AND m.kind = %s", list(subject_ids), kind.value):
        found[one.subject_id].append(one)
    return found


def _live(condition: str, *values: list[int] | str) -> list[Live]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id, m.line_id, m.kind, m.subject_id, m.amount_vnd, m.how FROM line_match AS m"
            " WHERE NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)"
            f" AND {condition} ORDER BY m.id",
            list(values),
        )
        return [Live(*row) for row in cursor.fetchall()]


def _sql(name: str) -> str:
    return statement(rules.__file__, name)
