"""Months and school years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)

SCHOOL_YEAR_STARTS_IN_MONTH = 8
"""Schools open in early September, but enrol and collect from August; so August begins the year."""


class NotAMonth(ValueError):
    """Months are written as 2026-10."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9998):
            raise NotAMonth(f"{self.year}-{self.month}")

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `2026-10`. Raises `NotAMonth`."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise NotAMonth(written)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day_on(self) -> date:
        """The first day, which belongs to the month."""
        return date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        """The month after; its first day is the first that no longer belongs to this one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def label(self) -> str:
        """`10/2026`, as Vietnamese forms write it."""
        return f"{self.month:02}/{self.year}"

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def school_year(day: date) -> str:
    """The school year of a day, `2026-2027`; it runs from 1 August to 31 July."""
    first = day.year if day.month >= SCHOOL_YEAR_STARTS_IN_MONTH else day.year - 1
    return f"{first}-{first + 1}"
