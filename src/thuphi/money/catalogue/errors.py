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
