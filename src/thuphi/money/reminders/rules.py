"""When families are told, how politely, and when nobody is disturbed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.notices.rules import Way

SUNDAY: Final = 6
DAYS_MAX: Final = 60
MADE_UP_DAYS: Final = 7
"""A reminder that could not be sent on its day is made up within so many."""


class Level(enum.Enum):
    """How far along the telling is; each level is told once for a bill."""

    NOTICE = "notice"
    BEFORE = "before"
    DUE = "due"
    AFTER = "after"
    LAST = "last"


REMINDERS: Final = (Level.BEFORE, Level.DUE, Level.AFTER, Level.LAST)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is written to, and whether Sunday is one long such hour."""

    begins: time = time(21, 0)
    ends: time = time(7, 0)
    rests_on_sunday: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """A facility's plan of reminders. A level without days is not used."""

    is_on: bool = False
    before_days: int | None = 3
    on_due: bool = True
    after_days: int | None = 3
    last_days: int | None = 10
    quiet: Quiet = Quiet()
    ways: tuple[Way, ...] = (Way.ZALO, Way.SMS, Way.MAIL)
    """The first that reaches a family is taken."""
    contact_name: str = ""
    contact_phone: str = ""


def is_quiet(quiet: Quiet, at: datetime) -> bool:
    """Whether nobody is written to at this instant."""
    local = at.astimezone(VIETNAM)
    if quiet.rests_on_sunday and local.weekday() == SUNDAY:
        return True
    return _in_hours(quiet, local.time())


def _in_hours(quiet: Quiet, now: time) -> bool:
    if quiet.begins == quiet.ends:
        return False
    if quiet.begins < quiet.ends:
        return quiet.begins <= now < quiet.ends
    return now >= quiet.begins or now < quiet.ends


def next_waking(quiet: Quiet, at: datetime) -> datetime:
    """This instant, or the first after it at which families may be written to."""
    if not is_quiet(quiet, at):
        return at
    local = at.astimezone(VIETNAM)
    for days in range(3):
        day = local.date() + timedelta(days=days)
        for hour in (time(0, 0), quiet.ends):
            woken = datetime.combine(day, hour, VIETNAM)
            if woken > local and not is_quiet(quiet, woken):
                return woken.astimezone(at.tzinfo)
    raise ValueError("no waking hour within three days")


def days_of(plan: Plan) -> Mapping[Level, int]:
    """For each level in use, on which day after the last day to pay it falls; before is below 0."""
    days: dict[Level, int] = {}
    if plan.before_days is not None:
        days[Level.BEFORE] = -plan.before_days
    if plan.on_due:
        days[Level.DUE] = 0
    if plan.after_days is not None:
        days[Level.AFTER] = plan.after_days
    if plan.last_days is not None:
        days[Level.LAST] = plan.last_days
    return days


def level_on(plan: Plan, *, due_on: date, today: date, told: frozenset[Level]) -> Level | None:
    """What a family should be told today of a bill that is still to be paid, at most one thing.

    A day that was missed (Sunday, a machine that stood still) is made up within a week, except that
    what comes before the last day, or on it, is not told after it.
    """
    latest: Level | None = None
    for level, days in days_of(plan).items():
        falls_on = due_on + timedelta(days=days)
        if falls_on <= today:
            latest = level if _is_in_time(level, falls_on, due_on, today) else None
    return None if latest in told else latest


def _is_in_time(level: Level, falls_on: date, due_on: date, today: date) -> bool:
    match level:
        case Level.BEFORE:
            return today < due_on
        case Level.DUE:
            return today == due_on
        case _:
            return today <= falls_on + timedelta(days=MADE_UP_DAYS)
