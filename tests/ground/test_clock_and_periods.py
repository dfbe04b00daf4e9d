"""Days in Việt Nam, months and school years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from thuphi.ground.kit import clock
from thuphi.ground.kit.periods import Month, NotAMonth, school_year


def test_the_day_changes_at_midnight_in_viet_nam() -> None:
    midnight = datetime(2026, 10, 14, 17, 0, tzinfo=UTC)
    assert clock.today(midnight) == date(2026, 10, 15)
    assert clock.today(midnight - timedelta(seconds=1)) == date(2026, 10, 14)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.today(datetime(2026, 10, 14))


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_a_month_is_read_and_written() -> None:
    month = Month.parse("2026-10")
    assert month == Month(2026, 10) == Month.of(date(2026, 10, 31))
    assert (str(month), month.label) == ("2026-10", "10/2026")
    assert month.first_day_on == date(2026, 10, 1)
    assert month.next == Month(2026, 11)
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 2).label == "02/2026"
    assert Month(2026, 12) < Month(2027, 1)


@pytest.mark.parametrize(
    "written", ["", "2026", "2026-13", "2026-00", "26-10", "10/2026", "2026-1"]
)
def test_what_is_not_a_month_is_refused(written: str) -> None:
    with pytest.raises(NotAMonth):
        Month.parse(written)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 7, 31), "2025-2026"),
        (date(2026, 8, 1), "2026-2027"),
        (date(2026, 9, 5), "2026-2027"),
        (date(2027, 5, 31), "2026-2027"),
    ],
)
def test_a_school_year_begins_on_the_first_of_august(day: date, year: str) -> None:
    assert school_year(day) == year
