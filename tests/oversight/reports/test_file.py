"""A report is filed once, in time or late to the microsecond, and is frozen from then on."""

from __future__ import annotations

from datetime import datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.oversight.reports import filed as builders
from tests.oversight.reports.filed import LAST_MOMENT, ON_TIME, TOO_LATE, WORDS
from tests.oversight.reports.offices import Offices, officer
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.rules.states import Deed, ObligationState


@pytest.fixture
def march(bac_giang: Offices) -> Offices:
    """All is owed for March 2022 and three facilities are at work."""
    builders.facilities_of(bac_giang)
    builders.owe(bac_giang)
    return bac_giang


def refusal(deed: str, *parameters: int | str) -> str | None:
    """The name of the constraint that refuses a deed; None when it was let through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed, parameters)
            assert cursor.rowcount != 0
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.constraint_name or cause.diag.message_primary
    return None


@pytest.mark.parametrize(("at", "is_late"), [(LAST_MOMENT, False), (TOO_LATE, True)])
def test_the_last_moment_of_the_19th_is_in_time_and_the_next_one_is_late(
    march: Offices, at: datetime, is_late: bool
) -> None:
    made = builders.filed(march.education, at=at)
    assert (made.is_late, made.filed_at, made.due_at) == (is_late, at, LAST_MOMENT)
    assert (made.state, made.holder_id) == ("filed", march.information.pk)
    owed = queries.obligation(made.obligation_id, at)
    assert (owed.state, owed.was_late, owed.is_overdue) == (ObligationState.FILED, is_late, False)


def test_the_way_begins_with_who_filed_it(march: Offices) -> None:
    made = builders.filed(march.education)
    (step,) = queries.steps(made.pk)
    assert (step.deed, step.agency_name, step.to_agency_name) == (
        Deed.FILED,
        "Sở Giáo dục và Đào tạo",
        "Sở Thông tin và Truyền thông",
    )
    assert (step.by, step.at) == ("cán bộ Sở Giáo dục và Đào tạo", ON_TIME)


def test_a_report_without_words_is_not_filed(march: Offices) -> None:
    by = officer(march.education)
    made = actions.draft(by=by, obligation_id=builders.obligation(march.education).pk, at=ON_TIME)
    with pytest.raises(errors.ResultsMissing):
        actions.file(by=by, filing_id=made.pk, at=ON_TIME)
    assert Filing.objects.get(pk=made.pk).state == "draft"


def test_nothing_of_a_filed_report_changes_through_a_verb(march: Offices) -> None:
    made = builders.filed(march.education)
    by = officer(march.education)
    with pytest.raises(errors.NotADraft):
        actions.write(by=by, filing_id=made.pk, words=WORDS, at=ON_TIME)
    with pytest.raises(errors.NotADraft):
        actions.recompute(by=by, filing_id=made.pk, at=ON_TIME)
    with pytest.raises(errors.NotADraft):
        actions.set_figure(
            by=by, filing_id=made.pk, target_id="BG-T1", part=1, whole=2, reason="x", at=ON_TIME
        )
    with pytest.raises(errors.NotADraft):
        actions.file(by=by, filing_id=made.pk, at=ON_TIME)


def test_nothing_of_a_filed_report_changes_in_the_database(march: Offices) -> None:
    made = builders.filed(march.education)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'filing'"
        )
        columns = {str(name) for (name,) in cursor.fetchall()}
    for column in sorted(columns):
        deed = f"UPDATE filing SET {column} = {column} WHERE id = %s"
        assert refusal(deed, made.pk) == "filing_is_frozen", column
    assert refusal("DELETE FROM filing WHERE id = %s", made.pk) == "filing_is_frozen"
    for deed in (
        "UPDATE filing_figure SET part = part WHERE filing_id = %s",
        "UPDATE filing_figure SET computed_whole = 9, whole = 9 WHERE filing_id = %s",
        "DELETE FROM filing_figure WHERE filing_id = %s",
    ):
        assert refusal(deed, made.pk) == "filing_figure_is_frozen", deed


def test_later_bookings_leave_a_filed_report_as_it_was(march: Offices) -> None:
    made = builders.filed(march.education)
    before = queries.figures(made.pk)
    assert march.local[1].place is not None
    builders.one_more_school(march.local[1].place, "24998")
    assert queries.figures(made.pk) == before
    correction = actions.correct(
        by=officer(march.education), filing_id=made.pk, reason="Bổ sung trường.", at=ON_TIME
    )
    assert queries.figures(correction.pk)[0].whole == 3
    assert queries.figures(made.pk)[0].whole == 2


def test_a_correction_names_the_old_one_and_takes_its_place_when_it_is_filed(
    march: Offices,
) -> None:
    by = officer(march.education)
    first = builders.filed(march.education)
    with pytest.raises(errors.ReasonMissing):
        actions.correct(by=by, filing_id=first.pk, reason="", at=ON_TIME)
    second = actions.correct(by=by, filing_id=first.pk, reason="Sai số liệu.", at=TOO_LATE)
    assert (second.number, second.corrects_id, second.state) == (2, first.pk, "draft")
    assert second.results == WORDS.results
    with pytest.raises(errors.NothingToCorrect):
        actions.correct(by=by, filing_id=first.pk, reason="Nữa.", at=TOO_LATE)
    while_written = queries.obligation(first.obligation_id, TOO_LATE)
    assert (while_written.filing_id, while_written.draft_id) == (first.pk, second.pk)
    assert (while_written.state, while_written.is_overdue) == (ObligationState.FILED, False)
    filed = actions.file(by=by, filing_id=second.pk, at=TOO_LATE)
    assert (filed.state, filed.is_late) == ("filed", True)
    states = [(one.number, one.state) for one in queries.history(first.obligation_id)]
    assert states == [(1, "superseded"), (2, "filed")]
    owed = queries.obligation(first.obligation_id, TOO_LATE)
    assert (owed.number, owed.was_late) == (2, False)


def test_a_successor_files_what_the_old_office_owed(march: Offices) -> None:
    science = builders.merge(march)
    at = datetime(2025, 3, 5, 8, 0, tzinfo=VIETNAM)
    row = builders.obligation(march.information, "BG-REP2")
    by = officer(science)
    made = actions.draft(by=by, obligation_id=row.pk, at=at)
    actions.write(by=by, filing_id=made.pk, words=WORDS, at=at)
    filed = actions.file(by=by, filing_id=made.pk, at=at)
    assert filed.filed_by_agency_id == science.pk
    assert filed.agency_id == march.information.pk
    assert queries.report(filed.pk).author_name == "Sở Khoa học và Công nghệ"
    assert queries.report(filed.pk).route == ("Ủy ban nhân dân tỉnh",)
