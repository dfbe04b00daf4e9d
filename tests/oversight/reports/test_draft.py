"""A report is begun with computed figures; others may be filed for a reason."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports.filed import ON_TIME, WORDS
from tests.oversight.reports.offices import Offices, officer
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotYours
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Filing


@pytest.fixture
def march(bac_giang: Offices) -> Offices:
    """All is owed for March 2022 and three facilities are at work."""
    builders.facilities_of(bac_giang)
    builders.owe(bac_giang)
    return bac_giang


def test_a_draft_holds_the_computed_figures_of_its_unit(march: Offices) -> None:
    district = builders.drafted(march.local[0])
    figures = {one.target_id: one for one in queries.figures(district.pk)}
    assert list(figures) == [f"BG-T{number}" for number in range(1, 9)]
    schools = figures["BG-T1"]
    assert (schools.computed_part, schools.computed_whole) == (0, 2)
    assert (schools.part, schools.whole, schools.reason) == (0, 2, "")
    assert schools.position == 1
    assert (figures["BG-T2"].computed_whole, figures["BG-T2"].state) == (0, "no_data")
    assert district.data_on == date(2022, 3, 14)


def test_a_department_reports_its_own_sector_of_the_whole_province(march: Offices) -> None:
    education = builders.drafted(march.education)
    health = builders.drafted(march.health)
    of_education = {one.target_id: one.whole for one in queries.figures(education.pk)}
    of_health = {one.target_id: one.whole for one in queries.figures(health.pk)}
    assert of_education["BG-T1"] == 2
    assert of_health["BG-T2"] == 1
    assert of_education.keys() & of_health.keys() == set()
    assert len(of_education) + len(of_health) == 8


def test_data_of_a_window_that_still_runs_ends_today(march: Offices) -> None:
    at = datetime(2022, 3, 1, 8, 0, tzinfo=VIETNAM)
    assert builders.drafted(march.local[0], at=at).data_on == date(2022, 3, 1)


def test_nothing_is_begun_before_its_window(march: Offices) -> None:
    with pytest.raises(errors.TooEarly):
        actions.draft(
            by=officer(march.education),
            obligation_id=builders.obligation(march.education).pk,
            at=datetime(2022, 2, 14, 23, 59, tzinfo=VIETNAM),
        )


def test_a_report_is_begun_once(march: Offices) -> None:
    builders.drafted(march.education)
    with pytest.raises(errors.DraftedAlready):
        builders.drafted(march.education)
    assert Filing.objects.count() == 1


def test_the_person_from_another_office_finds_nothing(march: Offices) -> None:
    made = builders.drafted(march.education)
    stranger = officer(march.health)
    with pytest.raises(NotYours):
        actions.write(by=stranger, filing_id=made.pk, words=WORDS, at=ON_TIME)
    with pytest.raises(NotYours):
        actions.draft(by=stranger, obligation_id=builders.obligation(march.local[0]).pk, at=ON_TIME)


def test_another_figure_needs_a_reason_and_the_computed_one_stays(march: Offices) -> None:
    made = builders.drafted(march.education)
    by = officer(march.education)
    with pytest.raises(errors.ReasonMissing):
        actions.set_figure(
            by=by, filing_id=made.pk, target_id="BG-T1", part=1, whole=2, reason=" ", at=ON_TIME
        )
    actions.set_figure(
        by=by,
        filing_id=made.pk,
        target_id="BG-T1",
        part=1,
        whole=2,
        reason="Trường đã ký hợp đồng ngày 10/3.",
        at=ON_TIME,
    )
    figure = queries.figures(made.pk)[0]
    assert (figure.part, figure.whole, figure.is_changed) == (1, 2, True)
    assert (figure.computed_part, figure.computed_whole) == (0, 2)
    assert figure.reaches
    told = Event.objects.filter(kind="report_figure_set").get()
    assert told.facts["reason"] == "Trường đã ký hợp đồng ngày 10/3."


def test_the_computed_figure_again_needs_no_reason_and_keeps_none(march: Offices) -> None:
    made = builders.drafted(march.education)
    by = officer(march.education)
    for part, reason in ((1, "Nhầm."), (0, "")):
        actions.set_figure(
            by=by,
            filing_id=made.pk,
            target_id="BG-T1",
            part=part,
            whole=2,
            reason=reason,
            at=ON_TIME,
        )
    assert (queries.figures(made.pk)[0].part, queries.figures(made.pk)[0].reason) == (0, "")


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2)])
def test_a_share_above_the_whole_or_below_nothing_is_refused(
    march: Offices, part: int, whole: int
) -> None:
    made = builders.drafted(march.education)
    with pytest.raises(errors.FigureImpossible):
        actions.set_figure(
            by=officer(march.education),
            filing_id=made.pk,
            target_id="BG-T1",
            part=part,
            whole=whole,
            reason="x",
            at=ON_TIME,
        )
    with pytest.raises(errors.FigureNotThere):
        actions.set_figure(
            by=officer(march.education),
            filing_id=made.pk,
            target_id="BG-T2",
            part=0,
            whole=0,
            reason="x",
            at=ON_TIME,
        )


def test_figures_are_taken_anew_and_a_changed_one_stays_where_nothing_moved(
    march: Offices,
) -> None:
    made = builders.drafted(march.education)
    by = officer(march.education)
    actions.set_figure(
        by=by, filing_id=made.pk, target_id="BG-T1", part=1, whole=2, reason="Hợp đồng.", at=ON_TIME
    )
    actions.recompute(by=by, filing_id=made.pk, at=ON_TIME)
    assert queries.figures(made.pk)[0].part == 1
    district = march.local[1].place
    assert district is not None
    builders.one_more_school(district, "24999")
    actions.recompute(by=by, filing_id=made.pk, at=ON_TIME)
    figure = queries.figures(made.pk)[0]
    assert (figure.computed_whole, figure.part, figure.whole, figure.reason) == (3, 0, 3, "")
