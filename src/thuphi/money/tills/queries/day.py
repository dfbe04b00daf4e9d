"""The day book (sổ quỹ): what there was, what came in, what went out, what there is."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.tills import models


class MoveKind(enum.Enum):
    """Why cash moved."""

    TAKEN = "taken"
    REFUNDED = "refunded"
    PAID_OUT = "paid_out"
    DEPOSITED = "deposited"


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line: either `in_vnd` or `out_vnd` is more than nothing."""

    at: datetime
    kind: MoveKind
    document: str
    """The receipt, the bank's slip, or the bill's code."""
    slip: str
    """The number on the paper pad, if one was written."""
    who: str
    about: str
    class_name: str
    code: str
    person_id: int | None
    in_vnd: int
    out_vnd: int
    balance_vnd: int


@dataclass(frozen=True, slots=True)
class DayBook:
    """The book of some days; both days belong to it. Closing = opening + in - out."""

    from_on: date
    until_on: date
    opening_vnd: int
    rows: list[DayRow]

    @property
    def in_vnd(self) -> int:
        """All that came in."""
        return sum(row.in_vnd for row in self.rows)

    @property
    def out_vnd(self) -> int:
        """All that went out."""
        return sum(row.out_vnd for row in self.rows)

    @property
    def closing_vnd(self) -> int:
        """What there is in the end."""
        return self.opening_vnd + self.in_vnd - self.out_vnd


def day_book(facility_id: int, from_on: date, until_on: date) -> DayBook:
    """The day book of these days, by the clock of Việt Nam. Two questions, however many days."""
    start = datetime.combine(from_on, time.min, tzinfo=VIETNAM)
    end = datetime.combine(until_on + timedelta(days=1), time.min, tzinfo=VIETNAM)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(models.__file__, "cash_before"), {"facility_id": facility_id, "at": start}
        )
        opening_vnd = int(cursor.fetchone()[0])
        cursor.execute(
            statement(models.__file__, "cash_moves"),
            {"facility_id": facility_id, "from_at": start, "until_at": end},
        )
        found = cursor.fetchall()
    rows: list[DayRow] = []
    balance_vnd = opening_vnd
    for at, kind, document, slip, who, about, class_name, code, person, in_vnd, out_vnd in found:
        balance_vnd += in_vnd - out_vnd
        rows.append(
            DayRow(
                at=at,
                kind=MoveKind(kind),
                document=document,
                slip=slip,
                who=who,
                about=about,
                class_name=class_name,
                code=code,
                person_id=person,
                in_vnd=in_vnd,
                out_vnd=out_vnd,
                balance_vnd=balance_vnd,
            )
        )
    return DayBook(from_on, until_on, opening_vnd, rows)
