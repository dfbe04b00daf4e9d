"""Late and missing reports, reminders, escalation, and rates in whole numbers (M73, M82)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports import offices as office_builders
from tests.oversight.reports.filed import LAST_MOMENT, MARCH, ON_TIME, TOO_LATE
from tests.oversight.reports.offices import Offices, chairman, officer
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.plans.rules import Periodicity
from thuphi.oversight.reports import actions, queries
from thuphi.oversight.reports.models import Obligation, Reminder
from thuphi.oversight.reports.rules import timely
from thuphi.oversight.reports.rules.calendar import Period
from thuphi.oversight.reports.rules.timely import Level, Nudge

PERIOD = Period(MARCH, date(2022, 3, 31), Periodicity.MONTHLY)


@pytest.fixture
def march(bac_giang: Offices) -> Offices:
    """Owed for January to March 2022, nothing filed."""
    builders.owe(bac_giang)
    return bac_giang


def at(day: int, month: int = 3, hour: int = 8) -> datetime:
    """An hour of a day of 2022."""
    return datetime(2022, month, day, hour, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (0, Level.NONE),
        (1, Level.REPORTER),
        (2, Level.REPORTER),
        (3, Level.HEAD),
        (6, Level.HEAD),
        (7, Level.CHAIRMAN),
        (40, Level.CHAIRMAN),
    ],
)
def test_levels_rise_after_one_three_and_seven_days(days: int, level: Level) -> None:
    due_on = date(2022, 3, 19)
    assert timely.level(due_on, due_on + timedelta(days=days)) is level
    assert timely.days_late(due_on, due_on - timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("left", "nudge"),
    [
        (6, None),
        (5, Nudge.FIVE_BEFORE),
        (3, Nudge.FIVE_BEFORE),
        (2, Nudge.TWO_BEFORE),
        (1, Nudge.TWO_BEFORE),
        (0, Nudge.LAST_DAY),
    ],
)
def test_the_most_urgent_reminder_is_said(left: int, nudge: Nudge | None) -> None:
    assert timely.reminder(left) is nudge


def test_missing_reports_are_listed_with_who_is_told(march: Offices) -> None:
    builders.filed(march.education)
    builders.filed(march.health, at=TOO_LATE)
    found = queries.late_and_missing(plan_id="BG2022", at=at(22), period=PERIOD)
    told = [(one.agency_id, one.state.value, one.days_late, one.level) for one in found]
    assert sorted(told[:2]) == sorted((one.pk, "missing", 3, Level.HEAD) for one in march.local)
    assert told[2:] == [(march.health.pk, "filed", 1, Level.NONE)]


def test_nothing_is_late_before_its_due_instant_is_over(march: Offices) -> None:
    assert queries.late_and_missing(plan_id="BG2022", at=LAST_MOMENT, period=PERIOD) == []
    late = queries.late_and_missing(plan_id="BG2022", at=TOO_LATE, period=PERIOD)
    assert len(late) == 4
    assert {one.days_late for one in late} == {1}


def test_rates_are_whole_numbers_by_office_and_period(march: Offices) -> None:
    builders.filed(march.education)
    builders.filed(march.health, at=TOO_LATE)
    returned = builders.filed(march.local[0])
    actions.send_back(
        by=officer(march.information), filing_id=returned.pk, reason="Thiếu.", at=ON_TIME
    )
    found = queries.rates(plan_id="BG2022", at=at(22), period=PERIOD)
    assert {one.agency_id: (one.expected, one.complete, one.timely) for one in found} == {
        march.education.pk: (1, 1, 1),
        march.health.pk: (1, 1, 0),
        march.local[0].pk: (1, 0, 1),
        march.local[1].pk: (1, 0, 0),
    }
    assert queries.rates(plan_id="BG2022", at=at(10), period=PERIOD) == []


def test_offices_are_reminded_once_before_and_told_once_at_each_level_after(
    march: Offices,
) -> None:
    builders.only_march(march)
    assert actions.escalate(by=SYSTEM, at=at(10)) == 0
    assert actions.escalate(by=SYSTEM, at=at(14)) == 4
    assert actions.escalate(by=SYSTEM, at=at(15)) == 0
    said = Reminder.objects.values_list("nudge", flat=True).distinct()
    assert set(said) == {Nudge.FIVE_BEFORE.value}
    builders.filed(march.education)
    assert actions.escalate(by=SYSTEM, at=at(18)) == 3
    assert actions.escalate(by=SYSTEM, at=at(27)) == 9
    missing = Reminder.objects.filter(obligation__agency=march.local[0]).order_by("id")
    assert [(one.nudge, one.to_agency_id) for one in missing] == [
        ("before_5", march.local[0].pk),
        ("before_0", march.local[0].pk),
        ("late_reporter", march.local[0].pk),
        ("late_head", march.local[0].pk),
        ("late_chairman", march.committee.pk),
    ]
    assert actions.escalate(by=SYSTEM, at=at(27)) == 0


def test_only_the_clock_reminds(march: Offices) -> None:
    with pytest.raises(NotAllowed):
        actions.escalate(by=officer(march.information), at=at(27))
    assert Reminder.objects.count() == 0


def test_an_inbox_holds_what_is_due_soon_late_and_to_be_decided(march: Offices) -> None:
    builders.filed(march.education)
    mine = queries.inbox(agency_ids=[march.local[0].pk], at=at(17))
    assert [one.period.first_on.month for one in mine.due_soon] == [3]
    assert [one.period.first_on.month for one in mine.late] == [1, 2]
    assert (mine.returned, mine.later, mine.to_decide) == ((), (), ())
    theirs = queries.inbox(agency_ids=[march.information.pk], at=at(17))
    assert [one.agency_id for one in theirs.to_decide] == [march.education.pk]
    assert theirs.count == 1 + 2 + 1
    due = mine.due_soon[0]
    assert (due.due_on, due.working_days_left) == (date(2022, 3, 19), 1)
    assert due.hint is not None
    assert due.hint.last_working_on == date(2022, 3, 18)


def test_an_inbox_asks_a_fixed_number_of_questions(
    march: Offices, django_assert_num_queries: object
) -> None:
    builders.owe(march, until=date(2022, 12, 31))
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(3):
        queries.inbox(agency_ids=[march.information.pk], at=at(17))
    with django_assert_num_queries(1):
        queries.late_and_missing(plan_id="BG2022", at=at(17))


def test_nobody_is_reminded_before_the_first_day_of_the_data(db: None) -> None:
    made = office_builders.of_2022("38", districts=1)
    until = date(2023, 12, 31)
    plan = replace(office_builders.plan("TH2022"), until_on=until)
    actions.generate(by=SYSTEM, plan=plan, place=made.place, until=until, at=builders.JUNE)
    row = Obligation.objects.get(duty_id="TH-REP5", period_last_on=date(2023, 6, 30))
    assert row.window_first_on == date(2022, 12, 15)
    actions.set_due(
        by=chairman(made), obligation_id=row.pk, due_on=date(2022, 12, 16), at=builders.JUNE
    )
    said = Reminder.objects.filter(obligation=row).values_list("nudge", flat=True)
    actions.escalate(by=SYSTEM, at=datetime(2022, 12, 14, 8, 0, tzinfo=VIETNAM))
    assert list(said.all()) == []
    actions.escalate(by=SYSTEM, at=datetime(2022, 12, 15, 8, 0, tzinfo=VIETNAM))
    assert list(said.all()) == [Nudge.TWO_BEFORE.value]
