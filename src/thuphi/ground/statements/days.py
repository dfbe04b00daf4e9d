"""A day as a bank writes it, with its time where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from thuphi.ground.kit.clock import VIETNAM

from .faults import FaultKind, Faults

FIRST_YEAR = 2000
DAYS_AHEAD = 7
VALUE_DAYS_AHEAD = 400

_DAY_FIRST = re.compile(
    r"(?<![0-9])([0-3]?[0-9])([/.\-])([01]?[0-9])\2([0-9]{4}|[0-9]{2})(?![0-9])", re.ASCII
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])([0-9]{4})([/.\-])([01]?[0-9])\2([0-3]?[0-9])(?![0-9])", re.ASCII
)
_BARE = re.compile(r"(20[0-9]{2})([01][0-9])([0-3][0-9])", re.ASCII)
_TIME = re.compile(
    r"(?<![0-9])([0-2]?[0-9])[:hH]([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]+)?)?(?![0-9])"
    r"(?: ?([AaPp])[Mm])?",
    re.ASCII,
)
_SERIAL_FIRST = 36_526
"""The first of January 2000 in a workbook that counts days."""
_SERIAL_LAST = 73_051
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days have no zone


@dataclass(frozen=True, slots=True)
class When:
    """`rest` is what else stands in the cell, such as the number of a document."""

    on: date
    at: datetime | None = None
    rest: str = ""


def read(value: object) -> When | None:
    """The day of a cell, None where there is none. Raises `ValueError` for what is no day."""
    if isinstance(value, datetime):
        return _of_moment(value)
    if isinstance(value, date):
        return When(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not _SERIAL_FIRST <= value < _SERIAL_LAST:
            return _of_text(str(int(value)) if value == value and abs(value) < 1e9 else "?")
        return _of_moment(_SERIAL_ZERO + timedelta(seconds=round(value * 86_400)))
    if not isinstance(value, str):
        raise ValueError(str(value))  # noqa: TRY004 - one refusal for whatever is no day
    text = " ".join(value.split())
    return _of_text(text) if text else None


def time_of(value: object) -> time | None:
    """A time that stands in a column of its own."""
    if isinstance(value, time):
        return value
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        return (_SERIAL_ZERO + value).time()
    if isinstance(value, str):
        return _time_in(value)[0]
    return None


def _of_moment(moment: datetime) -> When:
    if moment.tzinfo is not None:
        moment = moment.astimezone(VIETNAM)
    has_time = moment.time() != time(0)
    return When(moment.date(), moment.replace(tzinfo=VIETNAM) if has_time else None)


@lru_cache(maxsize=4096)
def _of_text(text: str) -> When:
    found = _DAY_FIRST.search(text)
    if found:
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        year += 2000 if len(found[4]) == 2 else 0
    else:
        found = _YEAR_FIRST.search(text) or _BARE.fullmatch(text)
        if found is None:
            raise ValueError(text)
        *_, written_month, written_day = found.groups()
        year, month, day = int(found[1]), int(written_month), int(written_day)
    on = date(year, month, day)
    clock, rest = _time_in(f"{text[: found.start()]} {text[found.end() :]}")
    at = datetime.combine(on, clock, tzinfo=VIETNAM) if clock and clock != time(0) else None
    return When(on, at, " ".join(rest.strip(" -/,;").split()))


def _time_in(text: str) -> tuple[time | None, str]:
    found = _TIME.search(text)
    if found is None:
        return None, text
    hour = int(found[1])
    if found[4] and hour <= 12:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    if hour > 23:
        return None, text
    rest = text[: found.start()] + " " + text[found.end() :]
    return time(hour, int(found[2]), int(found[3] or 0)), rest


def check_booked(on: date, today: date | None, faults: Faults, place: str) -> None:
    """Note a day that cannot be: before 2000, or more than a week ahead."""
    if not FIRST_YEAR <= on.year < 2100:
        faults.add(FaultKind.YEAR, place, text=shown(on))
    elif today is not None and on > today + timedelta(days=DAYS_AHEAD):
        faults.add(FaultKind.FUTURE, place, text=shown(on), days=str(DAYS_AHEAD))


def check_value(on: date | None, today: date | None, faults: Faults, place: str) -> None:
    """Note a value date that cannot be; banks set it a little ahead at times."""
    if on is None:
        return
    too_late = today is not None and on > today + timedelta(days=VALUE_DAYS_AHEAD)
    if not FIRST_YEAR <= on.year < 2100 or too_late:
        faults.add(FaultKind.YEAR, place, text=shown(on))


def shown(on: date) -> str:
    """`05/01/2026`."""
    return on.strftime("%d/%m/%Y")
