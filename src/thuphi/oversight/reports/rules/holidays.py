"""Working days: weekends, public holidays and the days worked in their place. No database.

The days are a shipped table, lunar ones written out; each says how certain it is.
"""

from __future__ import annotations

import enum
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from .calendar import DATA, DAY


class Certainty(enum.StrEnum):
    """How well a day off is known: by law, by the year's decision, or by custom so far."""

    LAW = "law"
    DECIDED = "decided"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why nobody is at the office."""

    on: date
    name: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The table of holidays."""

    off: dict[date, DayOff]
    working: frozenset[date]
    """Saturdays that are worked for a day off elsewhere."""
    years: frozenset[int]

    def is_working(self, on: date) -> bool:
        """Whether offices work on a day; of years outside the table only weekends are known."""
        if on in self.working:
            return True
        return on.weekday() < 5 and on not in self.off


@cache
def days_off() -> DaysOff:
    """The shipped table of 2022 to 2027."""
    rows = tomllib.loads((DATA / "holidays.toml").read_text(encoding="utf-8"))["years"]
    off: dict[date, DayOff] = {}
    working: set[date] = set()
    for row in rows:
        working.update(row.get("working", []))
        for entry in row["off"]:
            for number in range((entry["last"] - entry["first"]).days + 1):
                on = entry["first"] + timedelta(days=number)
                off[on] = DayOff(on, entry["name"], Certainty(entry["certainty"]))
    return DaysOff(off, frozenset(working), frozenset(row["year"] for row in rows))


@dataclass(frozen=True, slots=True)
class Hint:
    """The last day in time falls on a day off; the last working day before it."""

    due_on: date
    why: str
    """Name of the holiday; empty for a plain weekend."""
    last_working_on: date
    is_certain: bool


def hint(due_on: date, known: DaysOff | None = None) -> Hint | None:
    """What to say when the last day in time is no working day; None when it is one."""
    table = known or days_off()
    if table.is_working(due_on):
        return None
    name = table.off.get(due_on)
    last = due_on
    is_certain = due_on.year in table.years
    while not table.is_working(last):
        passed = table.off.get(last)
        is_certain = is_certain and not (passed and passed.certainty is Certainty.ASSUMED)
        last -= DAY
    return Hint(due_on, name.name if name else "", last, is_certain)


def working_days_left(on: date, due_on: date, known: DaysOff | None = None) -> int:
    """How many working days come after a day, up to the last day in time; 0 on that day itself.

    When the last day in time is a day off, the last working day before it already counts as 0.
    """
    table = known or days_off()
    left = 0
    day = on + DAY
    while day <= due_on:
        left += table.is_working(day)
        day += DAY
    return left
