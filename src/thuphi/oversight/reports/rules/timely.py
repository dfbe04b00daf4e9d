"""Reminders before a report is due and what follows when it is late. No database."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date


class Level(enum.IntEnum):
    """Who is told that a report is late; each level includes the ones before."""

    NONE = 0
    REPORTER = 1
    """Nhắc đơn vị báo cáo."""
    HEAD = 2
    """Báo cáo thủ trưởng cơ quan phải báo cáo."""
    CHAIRMAN = 3
    """Báo cáo Chủ tịch UBND tỉnh."""


class Nudge(enum.StrEnum):
    """What is said, once for each report. The number is working days before, or days after."""

    FIVE_BEFORE = "before_5"
    TWO_BEFORE = "before_2"
    LAST_DAY = "before_0"
    LATE_REPORTER = "late_reporter"
    LATE_HEAD = "late_head"
    LATE_CHAIRMAN = "late_chairman"


@dataclass(frozen=True, slots=True)
class Escalation:
    """From so many days after the last day in time, this level is told."""

    days_late: int
    level: Level
    nudge: Nudge


ESCALATIONS = (
    Escalation(1, Level.REPORTER, Nudge.LATE_REPORTER),
    Escalation(3, Level.HEAD, Nudge.LATE_HEAD),
    Escalation(7, Level.CHAIRMAN, Nudge.LATE_CHAIRMAN),
)
"""Lowest first."""

REMINDERS = {5: Nudge.FIVE_BEFORE, 2: Nudge.TWO_BEFORE, 0: Nudge.LAST_DAY}
"""By working days left until the last day in time."""


def days_late(last_day_on: date, on: date) -> int:
    """Days since the last day in time; 0 while it is not over."""
    return max((on - last_day_on).days, 0)


def level(last_day_on: date, on: date) -> Level:
    """The highest level that is told by a day."""
    late = days_late(last_day_on, on)
    return max((one.level for one in ESCALATIONS if late >= one.days_late), default=Level.NONE)


def reminder(working_days_left: int) -> Nudge | None:
    """The most urgent reminder that is due with so many working days left."""
    fitting = [days for days in REMINDERS if working_days_left <= days]
    return REMINDERS[min(fitting)] if fitting else None


def late_nudges(last_day_on: date, on: date) -> tuple[Nudge, ...]:
    """All that is to be said by a day about a report that is late, lowest first."""
    late = days_late(last_day_on, on)
    return tuple(one.nudge for one in ESCALATIONS if late >= one.days_late)
