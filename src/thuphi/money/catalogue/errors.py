"""What this room refuses, one sentence each."""

from __future__ import annotations


class FeeItemRefused(Exception):
    """Base of this room's refusals."""


class FeeItemCodeTaken(FeeItemRefused):
    """The facility's list has this code for the school year already."""


class FeeItemIncomplete(FeeItemRefused):
    """An item has a code, a name, a unit and a ground; the missing one is named."""


class PriceNegative(FeeItemRefused):
    """A price is a whole number of đồng, nothing or more."""


class SchoolYearNotTwoYears(FeeItemRefused):
    """A school year is written as two years that follow each other: 2026-2027."""


class FeeItemNotFound(FeeItemRefused):
    """There is no such fee item here."""


class FeeItemRetired(FeeItemRefused):
    """The item is no longer charged; it is neither changed nor retired again."""


class StatisticCodeNotPlain(FeeItemRefused):
    """A statistic code is short: capital letters, figures, dots and dashes."""


class AgreementIncomplete(FeeItemRefused):
    """An agreement has a day, a number, and how many were asked and agreed; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class ScanNotKept(FeeItemRefused):
    """A scan is a PDF, PNG or JPEG of at most five million bytes."""
