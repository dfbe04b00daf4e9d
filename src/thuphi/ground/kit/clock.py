"""The time of day in Việt Nam. Verbs are handed their time; only doors and jobs ask for `now`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(at: datetime) -> date:
    """The day it is in Việt Nam at an instant."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone has no day")
    return at.astimezone(VIETNAM).date()
