"""Which days a reconciliation page looks at: a day, a week, a month, or two typed days."""

from __future__ import annotations

import calendar
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

LONGEST_DAYS = 366


class Length(enum.Enum):
    """How long a span is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, both included."""

    length: Length
    from_on: date
    to_on: date

    @property
    def query(self) -> str:
        """The span as an address says it."""
        if self.length is Length.DAYS:
            return urlencode({"from_on": self.from_on, "until_on": self.to_on})
        return urlencode({"span": self.length.value, "on": self.from_on})

    @property
    def name(self) -> str:
        """`Tháng 10/2026`, `Tuần 05/10 - 11/10/2026`, `Ngày 05/10/2026`."""
        match self.length:
            case Length.MONTH:
                return _("Tháng %(month)s") % {"month": f"{self.from_on:%m/%Y}"}
            case Length.DAY:
                return _("Ngày %(day)s") % {"day": f"{self.from_on:%d/%m/%Y}"}
            case _other:
                return _("Từ %(first)s đến %(last)s") % {
                    "first": f"{self.from_on:%d/%m/%Y}",
                    "last": f"{self.to_on:%d/%m/%Y}",
                }

    @property
    def before(self) -> Days:
        """The span of the same length that ends where this one begins."""
        last = self.from_on - timedelta(days=1)
        if self.length is Length.DAYS:
            return Days(self.length, last - (self.to_on - self.from_on), last)
        return around(self.length, last)

    @property
    def after(self) -> Days:
        """The span of the same length that begins where this one ends."""
        first = self.to_on + timedelta(days=1)
        if self.length is Length.DAYS:
            return Days(self.length, first, first + (self.to_on - self.from_on))
        return around(self.length, first)


def around(length: Length, on: date) -> Days:
    """The day, week (from Monday) or month that a day lies in."""
    if length is Length.WEEK:
        first = on - timedelta(days=on.weekday())
        return Days(length, first, first + timedelta(days=6))
    if length is Length.MONTH:
        last = calendar.monthrange(on.year, on.month)[1]
        return Days(length, on.replace(day=1), on.replace(day=last))
    return Days(Length.DAY, on, on)


def asked_days(address: Mapping[str, str], today: date) -> Days:
    """The span that an address asks for; this month where it asks for nothing readable."""
    first, last = _day(address.get("from_on", "")), _day(address.get("until_on", ""))
    if first and last:
        first, last = min(first, last), max(first, last)
        if (last - first).days >= LONGEST_DAYS:
            first = last - timedelta(days=LONGEST_DAYS - 1)
        return Days(Length.DAYS, first, last)
    known = {one.value: one for one in (Length.DAY, Length.WEEK, Length.MONTH)}
    length = known.get(address.get("span", ""), Length.MONTH)
    return around(length, _day(address.get("on", "")) or today)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    is_of_our_times = 2000 <= found.year <= 2100
    return found if is_of_our_times else None
