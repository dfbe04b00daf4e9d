"""A report goes from office to office; each one passes it on, takes it or sends it back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports import offices as office_builders
from tests.oversight.reports.filed import ON_TIME
from tests.oversight.reports.offices import Offices, chairman, officer
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Filing, Obligation
from thuphi.oversight.reports.rules.states import Deed, ObligationState
from thuphi.registers.agencies import actions as agencies

JUNE = datetime(2022, 6, 20, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def thanh_hoa(db: None) -> Offices:
    """Two departments that report through the information department."""
    made = office_builders.of_2022("38", districts=1)
    builders.owe(made, "TH2022", date(2022, 12, 31))
    return made


def half_year(offices: Offices) -> Filing:
    """The education department's report on the first half of 2022, filed."""
    return builders.filed(offices.education, "TH-REP1", JUNE, date(2022, 1, 1))


def test_a_report_goes_through_information_to_the_chairman(thanh_hoa: Offices) -> None:
    made = half_year(thanh_hoa)
    assert made.route == [thanh_hoa.information.pk, thanh_hoa.committee.pk]
    information, chair = officer(thanh_hoa.information), chairman(thanh_hoa)
    with pytest.raises(errors.FurtherToGo):
        actions.accept(by=information, filing_id=made.pk, at=JUNE)
    with pytest.raises(NotYours):
        actions.accept(by=chair, filing_id=made.pk, at=JUNE)
    moved = actions.forward(by=information, filing_id=made.pk, at=JUNE)
    assert (moved.state, moved.hop, moved.holder_id) == ("forwarded", 2, thanh_hoa.committee.pk)
    with pytest.raises(NotYours):
        actions.forward(by=information, filing_id=made.pk, at=JUNE)
    with pytest.raises(errors.NowhereToForward):
        actions.forward(by=chair, filing_id=made.pk, at=JUNE)
    taken = actions.accept(by=chair, filing_id=made.pk, at=JUNE)
    assert (taken.state, taken.holder_id) == ("accepted", None)
    assert [(one.deed, one.agency_name) for one in queries.steps(made.pk)] == [
        (Deed.FILED, "Sở Giáo dục và Đào tạo"),
        (Deed.FORWARDED, "Sở Thông tin và Truyền thông"),
        (Deed.ACCEPTED, "Ủy ban nhân dân tỉnh"),
    ]
    with pytest.raises(errors.NotUnderWay):
        actions.accept(by=chair, filing_id=made.pk, at=JUNE)


def test_only_who_decides_takes_it_for_the_chairman(thanh_hoa: Offices) -> None:
    made = half_year(thanh_hoa)
    actions.forward(by=officer(thanh_hoa.information), filing_id=made.pk, at=JUNE)
    with pytest.raises(NotAllowed):
        actions.accept(by=officer(thanh_hoa.committee), filing_id=made.pk, at=JUNE)
    assert Filing.objects.get(pk=made.pk).state == "forwarded"


def test_the_onward_report_goes_to_the_chairman_and_then_to_the_ministry(
    thanh_hoa: Offices,
) -> None:
    made = builders.filed(thanh_hoa.information, "TH-REP5", JUNE, date(2022, 1, 1))
    assert made.route == [thanh_hoa.committee.pk, thanh_hoa.ministry.pk]
    assert made.is_late is False
    actions.forward(by=chairman(thanh_hoa), filing_id=made.pk, at=JUNE)
    taken = actions.accept(by=officer(thanh_hoa.ministry), filing_id=made.pk, at=JUNE)
    assert taken.state == "accepted"


def test_a_report_is_sent_back_with_a_reason_and_goes_on_as_a_correction(
    thanh_hoa: Offices,
) -> None:
    made = half_year(thanh_hoa)
    information = officer(thanh_hoa.information)
    with pytest.raises(errors.ReasonMissing):
        actions.send_back(by=information, filing_id=made.pk, reason="", at=JUNE)
    actions.send_back(by=information, filing_id=made.pk, reason="Thiếu phụ lục.", at=JUNE)
    inbox = queries.inbox(agency_ids=[thanh_hoa.education.pk], at=JUNE)
    assert [(one.state, one.return_reason) for one in inbox.returned] == [
        (ObligationState.RETURNED, "Thiếu phụ lục.")
    ]
    assert not inbox.returned[0].is_done
    with pytest.raises(errors.NotUnderWay):
        actions.forward(by=information, filing_id=made.pk, at=JUNE)
    by = officer(thanh_hoa.education)
    second = actions.correct(by=by, filing_id=made.pk, reason="Bổ sung phụ lục.", at=JUNE)
    actions.file(by=by, filing_id=second.pk, at=JUNE)
    assert [one.state for one in queries.history(made.obligation_id)] == ["superseded", "filed"]
    waiting = queries.waiting_at(agency_ids=[thanh_hoa.information.pk], at=JUNE)
    assert [one.filing_id for one in waiting] == [second.pk]


def test_an_office_that_came_after_has_the_report_in_its_inbox(thanh_hoa: Offices) -> None:
    made = half_year(thanh_hoa)
    science = office_builders.merge_information(thanh_hoa)
    at = datetime(2025, 3, 5, 8, 0, tzinfo=VIETNAM)
    (waiting,) = queries.waiting_at(agency_ids=[science.pk], at=at)
    assert (waiting.filing_id, waiting.holder_id, waiting.holder_name) == (
        made.pk,
        science.pk,
        "Sở Khoa học và Công nghệ",
    )
    moved = actions.forward(by=officer(science), filing_id=made.pk, at=at)
    assert moved.state == "forwarded"


def test_a_route_without_a_registered_office_is_refused_by_its_code(db: None) -> None:
    an_giang = office_builders.of_2022("89", districts=1)
    builders.owe(an_giang, "AG2022", date(2022, 12, 31))
    assert Obligation.objects.filter(duty_id="AG-REP3").count() == 1
    draft = builders.drafted(an_giang.information, "AG-REP3", JUNE, date(2022, 1, 1))
    office_builders.close_ministry(an_giang)
    with pytest.raises(errors.NobodyAnswers) as refused:
        actions.file(by=officer(an_giang.information), filing_id=draft.pk, at=JUNE)
    assert refused.value.code == "BTTTT"
    assert Filing.objects.get(pk=draft.pk).state == "draft"


def test_a_stranger_learns_nothing_of_a_report(thanh_hoa: Offices) -> None:
    made = half_year(thanh_hoa)
    for verb in (actions.forward, actions.accept):
        with pytest.raises(NotYours):
            verb(by=officer(thanh_hoa.health), filing_id=made.pk, at=ON_TIME)
    with pytest.raises(errors.FilingNotFound):
        actions.accept(by=officer(thanh_hoa.health), filing_id=0, at=ON_TIME)


def test_who_files_is_no_station_of_its_own_report(thanh_hoa: Offices) -> None:
    agencies.succeed(
        by=SYSTEM,
        agency_id=thanh_hoa.education.pk,
        successor_id=thanh_hoa.information.pk,
        on=date(2023, 1, 1),
        at=JUNE,
    )
    by, at = officer(thanh_hoa.information), datetime(2023, 1, 5, 8, 0, tzinfo=VIETNAM)
    row = builders.obligation(thanh_hoa.education, "TH-REP1", date(2022, 1, 1))
    made = actions.draft(by=by, obligation_id=row.pk, at=at)
    actions.write(by=by, filing_id=made.pk, words=builders.WORDS, at=at)
    assert actions.file(by=by, filing_id=made.pk, at=at).route == [thanh_hoa.committee.pk]
