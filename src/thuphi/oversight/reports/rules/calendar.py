"""Which periods a duty to report has, whose data counts, and the last moment that is in time.

`Trước ngày 20` ends with the last moment of the 19th in Việt Nam; a plan may say that the named
day itself is still in time. Official windows run from the 15th to the 14th (Decree 09/2019/NĐ-CP,
Circular 09/2019/TT-NHNN): March is 15/2 to 14/3, the first half 15/12 to 14/6, the year 15/12 to
14/12. No database.
"""

from __future__ import annotations

import calendar
import enum
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from thuphi.ground.kit.clock import VIETNAM, today
from thuphi.ground.kit.periods import Month
from thuphi.oversight.plans.rules import Deadline, Duty, Periodicity, Plan

DATA = Path(__file__).resolve().parent.parent / "data"
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


class WindowKind(enum.StrEnum):
    """How the data of a period is cut off."""

    OFFICIAL = "official"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """What a report is about; both days included."""

    first_on: date
    last_on: date
    periodicity: Periodicity

    @property
    def label(self) -> str:
        """`3/2022`, `6 tháng đầu năm 2022`, `năm 2022`: as Vietnamese forms write it."""
        year = self.last_on.year
        match (self.last_on - self.first_on).days:
            case days if days <= 31:
                return f"tháng {self.last_on.month}/{year}"
            case days if days <= 184:
                half = "đầu" if self.last_on.month <= 6 else "cuối"
                return f"6 tháng {half} năm {year}"
            case _:
                return f"năm {year}"


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose data counts, both included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Cut:
    """A row of the table of windows."""

    kind: WindowKind
    name: str
    source: str
    from_on: date
    first_day: int
    month_shift: int
    last_day: int | None
    """None: the last day of the month."""


@cache
def cuts() -> tuple[Cut, ...]:
    """The windows that are known, from the shipped table."""
    rows = tomllib.loads((DATA / "windows.toml").read_text(encoding="utf-8"))["windows"]
    return tuple(
        Cut(
            kind=WindowKind(row["kind"]),
            name=row["name"],
            source=row["source"],
            from_on=row["from_on"],
            first_day=row.get("first", {}).get("day", 1),
            month_shift=row.get("first", {}).get("month_shift", 0),
            last_day=row.get("last_day"),
        )
        for row in rows
    )


def cut_of(kind: WindowKind, on: date) -> Cut:
    """The row in force on a day. Raises `LookupError` before the first."""
    known = [one for one in cuts() if one.kind is kind and one.from_on <= on]
    if not known:
        raise LookupError(f"{kind} {on}")
    return max(known, key=lambda one: one.from_on)


def periods(duty: Duty, plan: Plan, until: date, kind: WindowKind) -> list[Period]:
    """The periods of a duty that begin by a day and whose data lies within the plan.

    A half-year duty that names a month is due once a year, for the half that holds the month. One
    `theo quy định` follows the duties it sums up, or the years of the plan when it sums up none.
    """
    if duty.periodicity is Periodicity.AD_HOC:
        return []
    last = min(until, plan.until_on)
    if duty.periodicity is Periodicity.AS_PRESCRIBED:
        below = [one for one in plan.duties if one.id in duty.aggregates]
        found = {
            Period(one.first_on, one.last_on, duty.periodicity)
            for other in below
            if other.periodicity is not Periodicity.AS_PRESCRIBED
            for one in periods(other, plan, until, kind)
        }
        return sorted(found or _years(plan.from_on, last, duty.periodicity))
    made = _made(duty, plan.from_on, last)
    return [one for one in made if window(one, kind, duty.deadline).last_on >= plan.from_on]


def _made(duty: Duty, first: date, last: date) -> Iterator[Period]:
    """The periods of a duty that overlap two days."""
    if duty.periodicity is Periodicity.MONTHLY:
        month = Month.of(first)
        while month.first_day_on <= last:
            yield Period(month.first_day_on, month.next.first_day_on - DAY, duty.periodicity)
            month = month.next
        return
    if duty.periodicity is Periodicity.SEMIANNUAL:
        named = duty.deadline.before_month if duty.deadline else None
        for year in range(first.year, last.year + 1):
            for half in (1, 2):
                begins = date(year, 6 * half - 5, 1)
                ends = date(year, 6, 30) if half == 1 else date(year, 12, 31)
                is_meant = named is None or begins.month <= named <= ends.month
                if is_meant and begins <= last and ends >= first:
                    yield Period(begins, ends, duty.periodicity)
        return
    yield from _years(first, last, duty.periodicity)


def _years(first: date, last: date, periodicity: Periodicity) -> Iterator[Period]:
    for year in range(first.year, last.year + 1):
        yield Period(date(year, 1, 1), date(year, 12, 31), periodicity)


def window(period: Period, kind: WindowKind, deadline: Deadline | None = None) -> Window:
    """The days whose data counts for a period.

    A calendar window of a duty that names its day within the period ends the day before it is due.
    """
    cut = cut_of(kind, period.last_on)
    first = _shifted(Month.of(period.first_on), cut.month_shift).first_day_on
    first = first.replace(day=cut.first_day)
    if cut.last_day is not None:
        return Window(first, period.last_on.replace(day=cut.last_day))
    last = period.last_on
    if deadline is not None and deadline.before_month is not None:
        last = min(last, _named_day(period.last_on.year, deadline.before_month, deadline) - DAY)
    return Window(first, last)


def _shifted(month: Month, by: int) -> Month:
    count = month.year * 12 + month.month - 1 + by
    return Month(count // 12, count % 12 + 1)


def due_at(deadline: Deadline | None, period: Period, data: Window) -> datetime | None:
    """The last moment that is in time, in Việt Nam; None where the plan names no day.

    A day of the month is the first such day after the data is cut off.
    """
    if deadline is None or deadline.before_day is None:
        return None
    if deadline.before_month is not None:
        named = _named_day(period.last_on.year, deadline.before_month, deadline)
    else:
        month = Month.of(data.last_on)
        named = _named_day(month.year, month.month, deadline)
        if named <= data.last_on:
            month = month.next
            named = _named_day(month.year, month.month, deadline)
    last = named if deadline.is_inclusive else named - DAY
    return last_moment(last)


def _named_day(year: int, month: int, deadline: Deadline) -> date:
    """The named day; in a month that is too short the day after its last."""
    day = deadline.before_day or 1
    length = calendar.monthrange(year, month)[1]
    return date(year, month, day) if day <= length else Month(year, month).next.first_day_on


def last_moment(on: date) -> datetime:
    """The last microsecond of a day in Việt Nam."""
    return datetime.combine(on + DAY, time(), tzinfo=VIETNAM) - MOMENT


def last_day_of(due: datetime) -> date:
    """The day in Việt Nam on which a due instant lies."""
    return today(due)
