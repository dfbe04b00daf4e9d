"""Late and missing reports, and how complete and how timely offices are, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thuphi.oversight.reports.queries.owing import Owed, owed
from thuphi.oversight.reports.rules.calendar import Period


def late_and_missing(
    *, plan_id: str, at: datetime, place_id: int | None = None, period: Period | None = None
) -> list[Owed]:
    """The reports past their due instant that do not stand or came late; the worst first."""
    due = owed(at=at, plan_id=plan_id, place_id=place_id, period=period, due_by=at)
    late = [one for one in due if one.is_overdue or one.was_late]
    return sorted(late, key=lambda one: (-one.level, not one.is_overdue, -one.days_late))


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the reports that were due: how many stand, and how many were first filed in time."""

    agency_id: int
    agency_name: str
    """Who owed them, under its name of then."""
    period: Period
    expected: int
    complete: int
    timely: int


def rates(
    *, plan_id: str, at: datetime, place_id: int | None = None, period: Period | None = None
) -> list[Rate]:
    """Completeness and timeliness by office and period, of what was due by now."""
    sums: dict[tuple[Period, str, int], list[int]] = {}
    for one in owed(at=at, plan_id=plan_id, place_id=place_id, period=period, due_by=at):
        row = sums.setdefault((one.period, one.agency_name, one.agency_id), [0, 0, 0])
        row[0] += 1
        row[1] += one.is_done
        row[2] += one.first_filed_at is not None and not one.was_late
    return [
        Rate(agency_id, name, of, expected, complete, timely)
        for (of, name, agency_id), (expected, complete, timely) in sorted(sums.items())
    ]
