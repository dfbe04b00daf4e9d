"""What waits for a person: one list of lines and of ownerless money, and one of them whole."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from thuphi.ground.kit.sql import statement
from thuphi.money.reconciliation import models
from thuphi.money.reconciliation.models import Decision, LineMatch, LineMatchUndone, LineState
from thuphi.money.reconciliation.rules import Deed, MatchKind, Outcome
from thuphi.money.refunds.rules import HOLDING
from thuphi.money.statements.models import BankLine, LineSeen

from .screen import Tally


class Order(enum.Enum):
    """Which of what waits comes first."""

    OLDEST = "oldest"
    """The oldest day first, and of a day the largest."""
    LARGEST = "largest"
    NEWEST = "newest"


_ORDERS: dict[Order, str] = {
    Order.OLDEST: "day, amount_vnd DESC, kind, id",
    Order.LARGEST: "amount_vnd DESC, day, kind, id",
    Order.NEWEST: "day DESC, amount_vnd DESC, kind, id",
}
_HOLDS = sorted(one.value for one in HOLDING)
_WANTED = "(%(outcome)s::text IS NULL OR outcome = %(outcome)s)"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a person decides about: a line of the bank, or a payment without an owner."""

    kind: str
    id: int

    @property
    def line_id(self) -> int | None:
        """The line, where it is one."""
        return self.id if self.kind == "line" else None

    @property
    def payment_id(self) -> int | None:
        """The payment, where it is one."""
        return self.id if self.kind == "payment" else None


@dataclass(frozen=True, slots=True)
class Waits:
    """One row of the list."""

    thing: Thing
    amount_vnd: int
    day: date
    outcome: Outcome
    is_out: bool
    payer_name: str
    text: str
    is_noted: bool
    """Somebody left a note on it."""


@dataclass(frozen=True, slots=True)
class LineWhole:
    """A line with how it stands, where it was told, and what stands beside it."""

    line: BankLine
    state: LineState
    seen: list[LineSeen]
    matches: list[LineMatch]
    undone: dict[int, LineMatchUndone]

    @property
    def live(self) -> list[LineMatch]:
        """The matches that were not taken back."""
        return [one for one in self.matches if one.pk not in self.undone]


def counts(facility_id: int) -> dict[Outcome, Tally]:
    """How many things wait for a person, by outcome."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {_to_do()} SELECT outcome, count(*), sum(amount_vnd)::bigint FROM to_do"
            " GROUP BY outcome",
            {"facility_id": facility_id, "holding": _HOLDS},
        )
        return {Outcome(name): Tally(number, vnd) for name, number, vnd in cursor.fetchall()}


def waiting(
    facility_id: int,
    order: Order = Order.OLDEST,
    outcome: Outcome | None = None,
    *,
    limit: int,
    offset: int = 0,
) -> list[Waits]:
    """A page of what waits."""
    values: dict[str, int | str | list[str] | None] = {
        "facility_id": facility_id,
        "holding": _HOLDS,
        "outcome": None if outcome is None else outcome.value,
        "limit": limit,
        "offset": offset,
        "note": Deed.NOTE.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {_to_do()}, page AS (SELECT * FROM to_do WHERE {_WANTED}"
            f" ORDER BY {_ORDERS[order]} LIMIT %(limit)s OFFSET %(offset)s)"
            " SELECT kind, id, amount_vnd, day, outcome, is_out, payer_name, text,"
            " EXISTS (SELECT FROM reconciliation_decision AS d WHERE d.deed = %(note)s"
            " AND CASE kind WHEN 'line' THEN d.line_id = page.id ELSE d.payment_id = page.id END)"
            f" FROM page ORDER BY {_ORDERS[order]}",
            values,
        )
        return [
            Waits(Thing(kind, number), vnd, day, Outcome(name), is_out, payer, text, is_noted)
            for kind, number, vnd, day, name, is_out, payer, text, is_noted in cursor.fetchall()
        ]


def line_whole(line_id: int, facility_id: int) -> LineWhole | None:
    """The line of this number, if it is the facility's."""
    state = LineState.objects.filter(line_id=line_id, facility_id=facility_id).first()
    line = BankLine.objects.filter(pk=line_id, facility_id=facility_id).first()
    if state is None or line is None:
        return None
    matches = list(LineMatch.objects.filter(line_id=line_id).order_by("id"))
    undone = LineMatchUndone.objects.in_bulk([one.pk for one in matches])
    seen = LineSeen.objects.filter(line_id=line_id).select_related("statement__file")
    return LineWhole(line, state, list(seen.order_by("id")), matches, undone)


def line_of_payment(payment_ids: Sequence[int]) -> int | None:
    """The line that shows one of these payments, if one does."""
    match = (
        LineMatch.objects.filter(kind=MatchKind.PAYMENT.value, subject_id__in=payment_ids)
        .exclude(pk__in=LineMatchUndone.objects.values("match_id"))
        .order_by("-id")
        .first()
    )
    return None if match is None else match.line_id


def decisions(line_id: int | None, payment_ids: Sequence[int]) -> list[Decision]:
    """What people decided about a line and its payments, the latest first."""
    about = Q(payment_id__in=list(payment_ids))
    if line_id is not None:
        about |= Q(line_id=line_id)
    return list(Decision.objects.filter(about).order_by("-id"))


def done_since(facility_id: int, user_id: int | None, at: datetime) -> int:
    """How many decisions a person took since an instant; notes decide nothing."""
    return (
        Decision.objects.filter(facility_id=facility_id, decided_by=user_id, decided_at__gte=at)
        .exclude(deed=Deed.NOTE.value)
        .count()
    )


def _to_do() -> str:
    return statement(models.__file__, "to_do")
