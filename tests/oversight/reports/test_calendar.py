"""When reports are due and whose data counts, to the microsecond."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Deadline, Duty, Periodicity, Plan
from thuphi.oversight.reports.rules import calendar, holidays
from thuphi.oversight.reports.rules.calendar import Period, Window, WindowKind
from thuphi.oversight.reports.rules.holidays import Certainty

MARCH = Period(date(2022, 3, 1), date(2022, 3, 31), Periodicity.MONTHLY)
FIRST_HALF = Period(date(2022, 1, 1), date(2022, 6, 30), Periodicity.SEMIANNUAL)
SECOND_HALF = Period(date(2022, 7, 1), date(2022, 12, 31), Periodicity.SEMIANNUAL)
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31), Periodicity.ANNUAL)


def duty(plan: str, id: str) -> tuple[Plan, Duty]:
    found = next(one for one in plans.shipped() if one.id == plan)
    return found, next(one for one in found.duties if one.id == id)


@pytest.mark.parametrize(
    ("period", "first_on", "last_on"),
    [
        (MARCH, date(2022, 2, 15), date(2022, 3, 14)),
        (FIRST_HALF, date(2021, 12, 15), date(2022, 6, 14)),
        (SECOND_HALF, date(2022, 6, 15), date(2022, 12, 14)),
        (YEAR, date(2021, 12, 15), date(2022, 12, 14)),
    ],
)
def test_official_windows_run_from_the_15th_to_the_14th(
    period: Period, first_on: date, last_on: date
) -> None:
    assert calendar.window(period, WindowKind.OFFICIAL) == Window(first_on, last_on)


def test_a_calendar_window_is_the_month_and_is_due_in_the_next_one() -> None:
    window = calendar.window(MARCH, WindowKind.CALENDAR)
    assert window == Window(date(2022, 3, 1), date(2022, 3, 31))
    due = calendar.due_at(Deadline(before_day=20), MARCH, window)
    assert due is not None
    assert calendar.last_day_of(due) == date(2022, 4, 19)


def test_a_calendar_window_ends_before_a_named_day_within_the_period() -> None:
    deadline = Deadline(before_day=20, before_month=12)
    window = calendar.window(YEAR, WindowKind.CALENDAR, deadline)
    assert window == Window(date(2022, 1, 1), date(2022, 12, 19))


def test_before_the_20th_ends_with_the_last_moment_of_the_19th_in_vietnam() -> None:
    window = calendar.window(MARCH, WindowKind.OFFICIAL)
    due = calendar.due_at(Deadline(before_day=20), MARCH, window)
    assert due == datetime(2022, 3, 19, 23, 59, 59, 999999, tzinfo=VIETNAM)
    assert due == datetime(2022, 3, 19, 16, 59, 59, 999999, tzinfo=UTC)
    assert due + timedelta(microseconds=1) == datetime(2022, 3, 20, tzinfo=VIETNAM)


def test_an_inclusive_deadline_ends_with_the_last_moment_of_the_20th() -> None:
    window = calendar.window(MARCH, WindowKind.OFFICIAL)
    due = calendar.due_at(Deadline(before_day=20, is_inclusive=True), MARCH, window)
    assert due == datetime(2022, 3, 20, 23, 59, 59, 999999, tzinfo=VIETNAM)


def test_before_30_june_and_before_20_december() -> None:
    half = calendar.due_at(
        Deadline(before_day=30, before_month=6),
        FIRST_HALF,
        calendar.window(FIRST_HALF, WindowKind.OFFICIAL),
    )
    year = calendar.due_at(
        Deadline(before_day=20, before_month=12), YEAR, calendar.window(YEAR, WindowKind.OFFICIAL)
    )
    assert half == datetime(2022, 6, 29, 23, 59, 59, 999999, tzinfo=VIETNAM)
    assert year == datetime(2022, 12, 19, 23, 59, 59, 999999, tzinfo=VIETNAM)


def test_a_day_that_a_short_month_lacks_leaves_its_last_day_in_time() -> None:
    february = Period(date(2022, 2, 1), date(2022, 2, 28), Periodicity.MONTHLY)
    window = calendar.window(february, WindowKind.OFFICIAL)
    due = calendar.due_at(Deadline(before_day=30), february, window)
    assert due == datetime(2022, 2, 28, 23, 59, 59, 999999, tzinfo=VIETNAM)


def test_a_duty_without_a_day_has_no_due_instant() -> None:
    assert calendar.due_at(None, YEAR, calendar.window(YEAR, WindowKind.OFFICIAL)) is None


def test_bac_giang_reports_twelve_months_of_2022_and_no_more() -> None:
    plan, monthly = duty("BG2022", "BG-REP1")
    found = calendar.periods(monthly, plan, date(2030, 1, 1), WindowKind.OFFICIAL)
    assert [one.first_on.month for one in found] == list(range(1, 13))
    assert {one.first_on.year for one in found} == {2022}
    assert found[0].label == "tháng 1/2022"
    by_april = calendar.periods(monthly, plan, date(2022, 4, 1), WindowKind.OFFICIAL)
    assert len(by_april) == 4


def test_thanh_hoa_reports_one_half_and_one_year() -> None:
    plan, half = duty("TH2022", "TH-REP1")
    _, year = duty("TH2022", "TH-REP2")
    until = date(2022, 12, 31)
    assert calendar.periods(half, plan, until, WindowKind.OFFICIAL) == [FIRST_HALF]
    assert calendar.periods(year, plan, until, WindowKind.OFFICIAL) == [YEAR]
    assert FIRST_HALF.label == "6 tháng đầu năm 2022"
    assert YEAR.label == "năm 2022"


def test_a_report_as_prescribed_follows_the_periods_of_those_it_sums_up() -> None:
    plan, onward = duty("TH2022", "TH-REP5")
    found = calendar.periods(onward, plan, date(2022, 12, 31), WindowKind.OFFICIAL)
    assert [(one.first_on, one.last_on) for one in found] == [
        (date(2022, 1, 1), date(2022, 6, 30)),
        (date(2022, 1, 1), date(2022, 12, 31)),
    ]
    assert {one.periodicity for one in found} == {Periodicity.AS_PRESCRIBED}


def test_ad_hoc_duties_owe_nothing() -> None:
    plan, ad_hoc = duty("BG2022", "BG-REP3")
    assert calendar.periods(ad_hoc, plan, date(2022, 12, 31), WindowKind.OFFICIAL) == []


def test_a_deadline_on_a_sunday_names_the_friday_before() -> None:
    found = holidays.hint(date(2022, 6, 19))
    assert found is not None
    assert (found.why, found.last_working_on, found.is_certain) == ("", date(2022, 6, 17), True)
    assert holidays.hint(date(2022, 6, 20)) is None


def test_a_deadline_in_tet_names_the_last_working_day_before_it() -> None:
    found = holidays.hint(date(2023, 1, 24))
    assert found is not None
    assert found.why == "Tết Nguyên đán Quý Mão"
    assert found.last_working_on == date(2023, 1, 19)


def test_a_saturday_that_is_worked_is_a_working_day() -> None:
    assert holidays.hint(date(2024, 5, 4)) is None
    assert holidays.hint(date(2024, 4, 29)) is not None


def test_the_table_holds_the_lunar_days_of_six_years() -> None:
    table = holidays.days_off()
    assert table.years == {2022, 2023, 2024, 2025, 2026, 2027}
    first_of_tet = [date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29),
                    date(2026, 2, 17), date(2027, 2, 6)]  # fmt: skip
    hung_kings = [date(2022, 4, 10), date(2023, 4, 29), date(2024, 4, 18), date(2025, 4, 7),
                  date(2026, 4, 26), date(2027, 4, 16)]  # fmt: skip
    assert all("Tết Nguyên đán" in table.off[on].name for on in first_of_tet)
    assert all(table.off[on].name == "Giỗ Tổ Hùng Vương" for on in hung_kings)
    assert all(table.off[on].certainty is Certainty.LAW for on in hung_kings)


def test_every_year_has_the_eleven_days_of_the_law_and_every_lost_day_made_up_for() -> None:
    table = holidays.days_off()
    for year in sorted(table.years):
        working_days_off = [on for on in table.off if on.year == year and (on.weekday() < 5)]
        swapped = [on for on in table.working if on.year == year]
        culture = [on for on in table.off if (on.month, on.day) == (11, 24) and on.year == year]
        assert len(working_days_off) - len(swapped) - len(culture) == 11, year


def test_working_days_are_counted_up_to_the_last_day_in_time() -> None:
    assert holidays.working_days_left(date(2022, 4, 12), date(2022, 4, 19)) == 5
    assert holidays.working_days_left(date(2022, 4, 19), date(2022, 4, 19)) == 0
    assert holidays.working_days_left(date(2022, 6, 17), date(2022, 6, 19)) == 0
    assert holidays.working_days_left(date(2022, 4, 8), date(2022, 4, 12)) == 1


@given(
    year=st.integers(2020, 2040),
    month=st.integers(1, 12),
    day=st.integers(1, 31),
    kind=st.sampled_from(list(WindowKind)),
)
def test_a_report_is_never_due_before_its_data_is_complete(
    year: int, month: int, day: int, kind: WindowKind
) -> None:
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    period = Period(first, last, Periodicity.MONTHLY)
    window = calendar.window(period, kind)
    strict = calendar.due_at(Deadline(before_day=day), period, window)
    inclusive = calendar.due_at(Deadline(before_day=day, is_inclusive=True), period, window)
    assert strict is not None
    assert inclusive is not None
    assert window.last_on <= calendar.last_day_of(strict)
    assert inclusive - strict == timedelta(days=1)
    assert calendar.last_day_of(strict) - window.last_on < timedelta(days=32)


@given(due_on=st.dates(date(2022, 1, 1), date(2027, 12, 31)))
def test_the_hint_names_a_working_day_within_a_fortnight(due_on: date) -> None:
    table = holidays.days_off()
    found = holidays.hint(due_on)
    assert (found is None) == table.is_working(due_on)
    if found is not None:
        assert table.is_working(found.last_working_on)
        assert timedelta(0) < due_on - found.last_working_on < timedelta(days=14)
        between = (due_on - found.last_working_on).days
        passed = [found.last_working_on + timedelta(days=one + 1) for one in range(between)]
        assert not any(table.is_working(on) for on in passed)


def test_a_day_of_the_month_on_which_the_data_still_comes_in_is_meant_of_the_next_month() -> None:
    window = calendar.window(MARCH, WindowKind.OFFICIAL)
    last_days = [
        calendar.last_day_of(due)
        for day in (14, 15)
        if (due := calendar.due_at(Deadline(before_day=day), MARCH, window)) is not None
    ]
    assert last_days == [date(2022, 4, 13), date(2022, 3, 14)]


def test_a_report_is_owed_by_the_plan_whose_first_or_last_day_lies_in_its_data() -> None:
    whole, monthly = duty("BG2022", "BG-REP1")

    def owed(from_on: date, until_on: date, until: date = date(2030, 1, 1)) -> list[int]:
        plan = replace(whole, from_on=from_on, until_on=until_on)
        found = calendar.periods(monthly, plan, until, WindowKind.OFFICIAL)
        return [one.first_on.month for one in found]

    # March's data ends on the 14th: who begins on that day owes it, who begins after it does not.
    assert owed(date(2022, 3, 14), date(2022, 5, 31)) == [3, 4, 5]
    assert owed(date(2022, 3, 15), date(2022, 5, 31)) == [4, 5]
    assert owed(date(2022, 3, 14), date(2022, 5, 1)) == [3, 4, 5]
    assert owed(date(2022, 3, 14), date(2022, 5, 31), until=date(2022, 4, 30)) == [3, 4]
    assert owed(date(2022, 3, 14), date(2022, 5, 31), until=date(2022, 5, 1)) == [3, 4, 5]


def test_of_a_plan_that_begins_in_july_no_first_half_is_owed() -> None:
    whole, _ = duty("TH2022", "TH-REP1")
    plan = replace(whole, from_on=date(2022, 7, 1), until_on=date(2023, 6, 30))
    both = replace(
        next(one for one in plan.duties if one.id == "TH-REP1"),
        deadline=None,
    )
    found = calendar.periods(both, plan, date(2023, 1, 1), WindowKind.OFFICIAL)
    assert [(one.first_on, one.last_on) for one in found] == [
        (date(2022, 7, 1), date(2022, 12, 31)),
        (date(2023, 1, 1), date(2023, 6, 30)),
    ]


def test_a_window_is_in_force_from_its_first_day() -> None:
    for cut in calendar.cuts():
        assert calendar.cut_of(cut.kind, cut.from_on) == cut
        with pytest.raises(LookupError):
            calendar.cut_of(cut.kind, cut.from_on - timedelta(days=1))
