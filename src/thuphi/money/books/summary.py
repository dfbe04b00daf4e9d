"""One page for the head of a school: figures of the year, of one run by class, and of the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import CollectionRun

from . import queries
from .queries import Asked
from .rules import BookName


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class in the run."""

    name: str
    pupils: int
    due_vnd: int
    paid_vnd: int
    behind: int
    """How many of the class have not paid in full."""

    @property
    def rest_vnd(self) -> int:
        """What is still to come in."""
        return self.due_vnd - self.paid_vnd


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of the page; amounts in đồng."""

    school_year: str
    due_vnd: int
    paid_vnd: int
    owing: int
    """Pupils who still owe something of the year."""
    overdue_vnd: int
    run: CollectionRun
    classes: Sequence[ClassFigures]
    """The class furthest behind first."""
    month: date
    month_vnd: int
    month_cashless_vnd: int
    credit_vnd: int
    unidentified_vnd: int

    @property
    def rest_vnd(self) -> int:
        """What is still to come in of the year."""
        return self.due_vnd - self.paid_vnd

    @property
    def run_due_vnd(self) -> int:
        """What the run asks for."""
        return sum(one.due_vnd for one in self.classes)

    @property
    def run_paid_vnd(self) -> int:
        """What has come in of the run."""
        return sum(one.paid_vnd for one in self.classes)


def summary(run: CollectionRun, *, today: date) -> Summary:
    """The figures of a run's school year, of the run and of this month; in two questions."""
    asked = Asked(book=BookName.RUN, facility_id=run.facility_id, run_id=run.pk)
    classes = [
        ClassFigures(
            name=str(row["class_name"]),
            pupils=_number(row["pupils"]),
            due_vnd=_number(row["due_vnd"]),
            paid_vnd=_number(row["paid_vnd"]),
            behind=_number(row["part"]) + _number(row["none"]),
        )
        for row in queries.rows(asked)
    ]
    month = today.replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "summary"),
            {
                "facility_id": run.facility_id,
                "school_year": run.school_year,
                "today": today,
                "month": month,
            },
        )
        found = cursor.fetchone()
    due, paid, owing, overdue, came, cashless, credit, unidentified = map(int, found or [0] * 8)
    return Summary(
        school_year=run.school_year,
        due_vnd=due,
        paid_vnd=paid,
        owing=owing,
        overdue_vnd=overdue,
        run=run,
        classes=sorted(classes, key=_furthest_behind),
        month=month,
        month_vnd=came,
        month_cashless_vnd=cashless,
        credit_vnd=credit,
        unidentified_vnd=unidentified,
    )


def _number(cell: object) -> int:
    return int(str(cell))


def _furthest_behind(one: ClassFigures) -> tuple[int, int, str]:
    """By the share collected, in thousandths; then by what is still to come in."""
    permille = one.paid_vnd * 1000 // one.due_vnd if one.due_vnd else 1000
    return permille, -one.rest_vnd, one.name
