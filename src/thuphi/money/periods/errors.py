"""Refusals of closing a period, one sentence each."""

from __future__ import annotations

from datetime import date

from .rules import Unready


class PeriodRefused(Exception):
    """The base of all of them."""


class NotOver(PeriodRefused):
    """The last day is not over in Việt Nam."""

    def __init__(self, until_on: date) -> None:
        super().__init__(f"{until_on:%Y-%m-%d}")
        self.until_on = until_on


class AlreadyClosed(PeriodRefused):
    """That day, or that month, has been closed before."""

    def __init__(self, until_on: date) -> None:
        super().__init__(f"{until_on:%Y-%m-%d}")
        self.until_on = until_on


class GapBefore(PeriodRefused):
    """Days before that month are not closed yet; `first_on` is the first of them."""

    def __init__(self, first_on: date) -> None:
        super().__init__(f"{first_on:%Y-%m-%d}")
        self.first_on = first_on


class NotAMonthsEnd(PeriodRefused):
    """A month is closed by its last day."""


class CountUnreadable(PeriodRefused):
    """A count has one number, none of them negative, for each note there is."""


class NotReady(PeriodRefused):
    """Something is neither mended nor explained."""

    def __init__(self, unready: Unready) -> None:
        super().__init__(", ".join(sorted(need.value for need in unready.counts())))
        self.unready = unready
