"""The monthly consolidation: who reported, who is missing, and whether the sums agree (M74)."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports.filed import ON_TIME
from tests.oversight.reports.offices import Offices, officer
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.indicators.rules import Share
from thuphi.oversight.reports import actions, queries
from thuphi.oversight.reports.models import FilingSource
from thuphi.oversight.reports.queries import Difference

LATER = datetime(2022, 3, 22, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def march(bac_giang: Offices) -> Offices:
    """All is owed for March 2022 and three facilities are at work."""
    builders.facilities_of(bac_giang)
    builders.owe(bac_giang)
    return bac_giang


def test_it_lists_who_reported_and_who_is_missing(march: Offices) -> None:
    first = builders.filed(march.local[0])
    builders.drafted(march.local[1])
    whole = builders.drafted(march.information, "BG-REP2", LATER)
    found = queries.consolidation(whole.pk, LATER)
    assert [(one.owed.agency_id, one.filing_id) for one in found.received] == [
        (march.local[0].pk, first.pk)
    ]
    assert {one.owed.agency_id for one in found.missing} == {
        march.education.pk,
        march.health.pk,
        march.local[1].pk,
    }


def test_the_units_add_up_to_the_province_or_the_difference_is_shown(march: Offices) -> None:
    builders.filed(march.local[0])
    builders.filed(march.education)
    whole = builders.drafted(march.information, "BG-REP2", LATER)
    ties = {one.target_id: one for one in queries.consolidation(whole.pk, LATER).ties}
    schools, hospitals = ties["BG-T1"], ties["BG-T2"]
    assert (schools.own, schools.units, schools.department) == (
        Share(0, 2),
        Share(0, 2),
        Share(0, 2),
    )
    assert schools.agrees
    assert (hospitals.own, hospitals.units, hospitals.difference) == (
        Share(0, 1),
        Share(0, 0),
        Difference(0, 1),
    )
    assert not hospitals.agrees
    builders.filed(march.local[1])
    again = {one.target_id: one for one in queries.consolidation(whole.pk, LATER).ties}
    assert all(one.agrees for one in again.values())


def test_a_changed_figure_below_shows_as_a_difference(march: Offices) -> None:
    made = builders.drafted(march.local[0])
    actions.set_figure(
        by=officer(march.local[0]),
        filing_id=made.pk,
        target_id="BG-T1",
        part=1,
        whole=2,
        reason="Trường vừa ký hợp đồng.",
        at=ON_TIME,
    )
    actions.file(by=officer(march.local[0]), filing_id=made.pk, at=ON_TIME)
    whole = builders.drafted(march.information, "BG-REP2", LATER)
    tie = queries.consolidation(whole.pk, LATER).ties[0]
    assert (tie.own, tie.units, tie.difference) == (Share(0, 2), Share(1, 2), Difference(-1, 0))


def test_what_was_summed_up_stays_as_it_was_when_it_was_filed(march: Offices) -> None:
    first = builders.filed(march.local[0])
    whole = builders.filed(march.information, "BG-REP2", LATER)
    builders.filed(march.local[1], at=LATER)
    second = actions.correct(
        by=officer(march.local[0]), filing_id=first.pk, reason="Sai số.", at=LATER
    )
    actions.file(by=officer(march.local[0]), filing_id=second.pk, at=LATER)
    found = queries.consolidation(whole.pk, LATER)
    assert [one.filing_id for one in found.received] == [first.pk]
    assert len(found.missing) == 3


def test_departments_alone_are_held_against_the_own_figure(db: None) -> None:
    thanh_hoa = builders.thanh_hoa()
    whole = builders.drafted(thanh_hoa.information, "TH-REP5", builders.JUNE, builders.NEW_YEAR)
    builders.filed(thanh_hoa.education, "TH-REP1", builders.JUNE, builders.NEW_YEAR)
    found = queries.consolidation(whole.pk, builders.JUNE)
    assert [one.owed.duty_id for one in found.expected] == ["TH-REP1", "TH-REP3"]
    assert {one.units for one in found.ties} == {None}
    by_target = {one.target_id: one for one in found.ties}
    assert by_target["TH-T1"].agrees
    assert by_target["TH-T2"].difference is None


def test_what_was_sent_back_is_summed_up_as_missing(march: Offices) -> None:
    stands, returned = builders.filed(march.local[0]), builders.filed(march.education)
    actions.send_back(
        by=officer(march.information), filing_id=returned.pk, reason="Thiếu.", at=ON_TIME
    )
    whole = builders.filed(march.information, "BG-REP2", LATER)
    kept = dict(FilingSource.objects.filter(filing=whole).values_list("obligation_id", "source_id"))
    assert len(kept) == 4
    assert (kept[stands.obligation_id], kept[returned.obligation_id]) == (stands.pk, None)
