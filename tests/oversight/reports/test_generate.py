"""Who owes which report: every duty, every period, every office of that period, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.oversight.reports import offices as builders
from tests.oversight.reports.offices import AT_2022, Offices, officer
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Obligation
from thuphi.oversight.reports.rules.calendar import WindowKind
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.places import queries as places

YEAR_END = date(2022, 12, 31)


def generated(offices: Offices, plan_id: str, until: date = YEAR_END) -> int:
    return actions.generate(
        by=SYSTEM,
        plan=builders.plan(plan_id),
        place=offices.place,
        until=until,
        at=AT_2022,
    )


def owed_by(plan_id: str) -> Counter[tuple[str, str]]:
    """How many reports each office owes for each duty."""
    rows = Obligation.objects.filter(plan_id=plan_id).select_related("agency")
    return Counter((row.duty_id, row.agency.name) for row in rows)


def test_departments_and_districts_report_by_the_month_and_information_sums_up(
    bac_giang: Offices,
) -> None:
    assert generated(bac_giang, "BG2022") == 60
    assert owed_by("BG2022") == {
        ("BG-REP1", "Sở Giáo dục và Đào tạo"): 12,
        ("BG-REP1", "Sở Y tế"): 12,
        ("BG-REP1", bac_giang.local[0].name): 12,
        ("BG-REP1", bac_giang.local[1].name): 12,
        ("BG-REP2", "Sở Thông tin và Truyền thông"): 12,
    }
    march = Obligation.objects.get(duty_id="BG-REP2", period_first_on=date(2022, 3, 1))
    assert (march.window_first_on, march.window_last_on) == (date(2022, 2, 15), date(2022, 3, 14))
    assert march.due_at == datetime(2022, 3, 24, 23, 59, 59, 999999, tzinfo=VIETNAM)


def test_running_it_again_writes_nothing_and_tells_nothing(bac_giang: Offices) -> None:
    assert generated(bac_giang, "BG2022", date(2022, 4, 10)) == 20
    events = Event.objects.count()
    assert generated(bac_giang, "BG2022", date(2022, 4, 10)) == 0
    assert Event.objects.count() == events
    assert generated(bac_giang, "BG2022") == 40


def test_two_departments_report_the_half_and_the_year_through_information(db: None) -> None:
    thanh_hoa = builders.of_2022("38", districts=1)
    assert generated(thanh_hoa, "TH2022") == 6
    assert owed_by("TH2022") == {
        ("TH-REP1", "Sở Giáo dục và Đào tạo"): 1,
        ("TH-REP2", "Sở Giáo dục và Đào tạo"): 1,
        ("TH-REP3", "Sở Y tế"): 1,
        ("TH-REP4", "Sở Y tế"): 1,
        ("TH-REP5", "Sở Thông tin và Truyền thông"): 2,
    }
    onward = Obligation.objects.filter(duty_id="TH-REP5")
    assert {row.due_at for row in onward} == {None}


def test_an_giang_reports_the_year_only(db: None) -> None:
    an_giang = builders.of_2022("89", districts=1)
    assert generated(an_giang, "AG2022") == 3


def test_a_plan_without_duties_owes_nothing(bac_giang: Offices) -> None:
    assert generated(bac_giang, "HY2022_2025") == 0


def test_calendar_windows_may_be_chosen(bac_giang: Offices) -> None:
    actions.generate(
        by=SYSTEM,
        plan=builders.plan("BG2022"),
        place=bac_giang.place,
        until=date(2022, 1, 31),
        at=AT_2022,
        windows=WindowKind.CALENDAR,
    )
    row = Obligation.objects.filter(duty_id="BG-REP1").first()
    assert row is not None
    assert (row.window_first_on, row.window_last_on) == (date(2022, 1, 1), date(2022, 1, 31))
    assert row.due_at == datetime(2022, 2, 19, 23, 59, 59, 999999, tzinfo=VIETNAM)


def test_what_an_office_owed_is_in_its_successors_inbox(bac_giang: Offices) -> None:
    generated(bac_giang, "BG2022", date(2022, 1, 31))
    science = builders.merge_information(bac_giang)
    at = datetime(2025, 3, 2, 8, 0, tzinfo=VIETNAM)
    mine = queries.obligations(agency_ids=[science.pk], at=at)
    assert [(one.duty_id, one.agency_name, one.answering_name) for one in mine] == [
        ("BG-REP2", "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ")
    ]
    before = queries.obligations(agency_ids=[bac_giang.information.pk], at=AT_2022)
    assert [one.answering_name for one in before] == ["Sở Thông tin và Truyền thông"]


def test_districts_report_until_the_reform_and_communes_after_it(bac_giang: Offices) -> None:
    on = builders.REFORM_ON
    bac_ninh = builders.province("24", on)
    communes = builders.found_communes(bac_ninh, on, 3)
    plan = replace(builders.plan("BG2022"), from_on=date(2025, 6, 1), until_on=date(2025, 12, 31))
    for place in (bac_giang.place, bac_ninh):
        actions.generate(by=SYSTEM, plan=plan, place=place, until=date(2025, 7, 31), at=AT_2022)
    local = {
        (row.period_first_on.month, row.agency_id, row.place_id)
        for row in Obligation.objects.filter(duty_id="BG-REP1", agency__kind="peoples_committee")
    }
    assert local == {
        *((6, one.pk, bac_giang.place.pk) for one in bac_giang.local),
        *((7, one.pk, bac_ninh.pk) for one in communes),
    }


def test_only_the_machine_or_an_operator_generates(bac_giang: Offices) -> None:
    with pytest.raises(NotAllowed):
        actions.generate(
            by=officer(bac_giang.information),
            plan=builders.plan("BG2022"),
            place=bac_giang.place,
            until=YEAR_END,
            at=AT_2022,
        )
    assert Obligation.objects.count() == 0


def test_the_chairman_sets_the_date_of_a_report_as_prescribed(db: None) -> None:
    thanh_hoa = builders.of_2022("38", districts=1)
    generated(thanh_hoa, "TH2022")
    onward = Obligation.objects.get(duty_id="TH-REP5", period_last_on=date(2022, 6, 30))
    actions.set_due(
        by=builders.chairman(thanh_hoa),
        obligation_id=onward.pk,
        due_on=date(2022, 7, 10),
        at=AT_2022,
    )
    onward.refresh_from_db()
    assert onward.due_at == datetime(2022, 7, 10, 23, 59, 59, 999999, tzinfo=VIETNAM)
    with pytest.raises(NotAllowed):
        actions.set_due(
            by=officer(thanh_hoa.information),
            obligation_id=onward.pk,
            due_on=date(2022, 7, 11),
            at=AT_2022,
        )
    prescribed = Obligation.objects.get(duty_id="TH-REP1")
    with pytest.raises(errors.DateNotOpen):
        actions.set_due(
            by=builders.chairman(thanh_hoa),
            obligation_id=prescribed.pk,
            due_on=date(2022, 7, 11),
            at=AT_2022,
        )


def test_who_began_within_a_month_owes_that_month_and_none_before(bac_giang: Offices) -> None:
    third = places.children(bac_giang.place, date(2022, 6, 1))[2]
    late = builders.found(
        f"Ủy ban nhân dân {third.full_name}", AgencyKind.PEOPLES_COMMITTEE, third,
        date(2022, 3, 15),
    )  # fmt: skip
    generated(bac_giang, "BG2022", date(2022, 4, 30))
    owed = Obligation.objects.filter(agency=late).values_list("period_first_on", flat=True)
    assert sorted(owed) == [date(2022, 3, 1), date(2022, 4, 1)]
