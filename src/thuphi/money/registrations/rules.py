"""How far a registration reaches, and what a coefficient makes of a price. No database."""

from __future__ import annotations

from datetime import date

from thuphi.ground.kit.periods import SCHOOL_YEAR_STARTS_IN_MONTH

QUANTITY_MAX = 1000
PERCENT_MAX = 1000


def days_of_year(school_year: str) -> tuple[date, date]:
    """First day, and first day no longer, of a school year such as `2026-2027`."""
    first = int(school_year[:4])
    return (
        date(first, SCHOOL_YEAR_STARTS_IN_MONTH, 1),
        date(first + 1, SCHOOL_YEAR_STARTS_IN_MONTH, 1),
    )


def price_at(unit_price_vnd: int, percent: int) -> int:
    """A unit price at a person's coefficient, rounded down to a whole đồng."""
    return unit_price_vnd * percent // 100
