"""What a page's connection sees and writes of reports: offices all, strangers nothing."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.oversight.reports import filed as builders
from tests.oversight.reports import offices as office_builders
from tests.oversight.reports.filed import ON_TIME, WORDS
from tests.oversight.reports.offices import Offices, chairman, officer
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.oversight.reports import actions
from thuphi.oversight.reports.models import Filing

TABLES = (
    "obligation", "filing", "filing_figure", "filing_source", "filing_step", "report_reminder",
    "difficulty",
)  # fmt: skip


@pytest.fixture
def march(bac_giang: Offices) -> Offices:
    """A report filed by education, a consolidated one, a reminder and a difficulty."""
    builders.owe(bac_giang)
    builders.filed(bac_giang.education)
    builders.filed(bac_giang.information, "BG-REP2")
    actions.escalate(by=SYSTEM, at=ON_TIME)
    actions.tell(
        by=officer(bac_giang.education),
        plan=office_builders.plan("BG2022"),
        place=bac_giang.place,
        text="Khó.",
        agency_id=bac_giang.education.pk,
        at=ON_TIME,
    )
    return bac_giang


def count(table: str) -> int:
    """Rows that the present role is shown."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def outcome(deed: str, *parameters: int | str) -> str | int:
    """How many rows a deed changes, or the SQLSTATE that refuses it; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed, parameters)
            changed: int = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.sqlstate or "?"
    return changed


def test_every_office_sees_all_reports_and_nobody_else_any(
    march: Offices, as_office: Callable[..., None]
) -> None:
    rows = {table: count(table) for table in TABLES}
    assert all(rows.values()), rows
    as_office(march.health.pk)
    assert {table: count(table) for table in TABLES} == rows
    as_office()
    assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_facility_sees_its_own_difficulties_alone(
    march: Offices, world: World, as_office: Callable[..., None]
) -> None:
    actions.tell(
        by=world.hoa.actor,
        plan=office_builders.plan("BG2022"),
        place=march.place,
        text="Khó.",
        facility_id=world.a.id,
        at=ON_TIME,
    )
    as_office(facilities=(world.a.id,))
    assert (count("difficulty"), count("filing"), count("obligation")) == (1, 0, 0)
    as_office(facilities=(world.b.id,))
    assert count("difficulty") == 0


def test_an_office_works_on_its_own_report_from_draft_to_filed(
    march: Offices, as_office: Callable[..., None]
) -> None:
    by = officer(march.health)
    row = builders.obligation(march.health)
    as_office(march.health.pk)
    made = actions.draft(by=by, obligation_id=row.pk, at=ON_TIME)
    actions.set_figure(
        by=by, filing_id=made.pk, target_id="BG-T2", part=1, whole=1, reason="x", at=ON_TIME
    )
    actions.recompute(by=by, filing_id=made.pk, at=ON_TIME)
    actions.write(by=by, filing_id=made.pk, words=WORDS, at=ON_TIME)
    filed = actions.file(by=by, filing_id=made.pk, at=ON_TIME)
    as_office(march.information.pk)
    taken = actions.accept(by=officer(march.information), filing_id=filed.pk, at=ON_TIME)
    assert taken.state == "accepted"
    as_office(march.health.pk)
    second = actions.correct(by=by, filing_id=filed.pk, reason="Sai.", at=ON_TIME)
    actions.file(by=by, filing_id=second.pk, at=ON_TIME)
    as_office(march.information.pk)
    back = actions.send_back(
        by=officer(march.information), filing_id=second.pk, reason="Thiếu.", at=ON_TIME
    )
    assert back.state == "returned"


def test_the_route_moves_under_the_guard_and_hands_the_report_over(
    db: None, as_office: Callable[..., None]
) -> None:
    offices = builders.thanh_hoa()
    made = builders.filed(offices.education, "TH-REP1", builders.JUNE, builders.NEW_YEAR)
    as_office(offices.information.pk)
    actions.forward(by=officer(offices.information), filing_id=made.pk, at=builders.JUNE)
    as_office(offices.committee.pk)
    actions.accept(by=chairman(offices), filing_id=made.pk, at=builders.JUNE)
    assert Filing.objects.get(pk=made.pk).state == "accepted"
    onward = builders.obligation(offices.information, "TH-REP5", builders.NEW_YEAR)
    actions.set_due(
        by=chairman(offices), obligation_id=onward.pk, due_on=builders.MARCH, at=builders.JUNE
    )
    as_office(offices.information.pk)
    assert outcome("UPDATE obligation SET due_at = now() WHERE id = %s", onward.pk) == 0


def test_an_office_changes_nothing_of_anothers(
    march: Offices, as_office: Callable[..., None]
) -> None:
    made = builders.drafted(march.local[0])
    row = builders.obligation(march.local[1])
    as_office(march.health.pk)
    for deed in (
        "UPDATE filing SET results = 'x' WHERE id = %s",
        "UPDATE filing_figure SET reason = 'x' WHERE filing_id = %s",
    ):
        assert outcome(deed, made.pk) == 0, deed
    for deed in (
        "INSERT INTO filing (obligation_id, agency_id, number, state, data_on, drafted_at,"
        " changed_at) SELECT id, agency_id, 1, 'draft', now(), now(), now() FROM obligation"
        " WHERE id = %s",
        "UPDATE obligation SET agency_id = 1 WHERE id = %s",
        "DELETE FROM obligation WHERE id = %s",
        "INSERT INTO obligation SELECT * FROM obligation WHERE id = %s",
        "INSERT INTO report_reminder SELECT * FROM report_reminder WHERE obligation_id = %s",
    ):
        assert outcome(deed, row.pk) == "42501", deed
    step = (
        "INSERT INTO filing_step (filing_id, number, deed, agency_id, by, at)"
        " SELECT id, 9, 'accepted', %s, 'x', now() FROM filing WHERE state = 'filed' LIMIT 1"
    )
    assert outcome(step, march.information.pk) == "42501"
    assert outcome(step, march.health.pk) == "23514"


def test_an_office_answers_only_what_was_told_to_it(
    march: Offices, as_office: Callable[..., None]
) -> None:
    deed = (
        "UPDATE difficulty SET state = 'answered', answer = 'x', answered_by = 'x',"
        " answered_at = now()"
    )
    as_office(march.health.pk)
    assert outcome(deed) == 0
    assert outcome("UPDATE difficulty SET text = 'x'") == "42501"
    as_office(march.information.pk)
    assert outcome(deed) == 1


def test_a_draft_is_seen_by_the_office_that_writes_it_alone(
    march: Offices, as_office: Callable[..., None]
) -> None:
    drafted = builders.drafted(march.health)
    as_office(march.education.pk)
    assert outcome("SELECT FROM filing WHERE id = %s", drafted.pk) == 0
    assert outcome("SELECT FROM filing_figure WHERE filing_id = %s", drafted.pk) == 0
    as_office(march.health.pk)
    assert outcome("SELECT FROM filing WHERE id = %s", drafted.pk) == 1
    assert outcome("SELECT FROM filing_figure WHERE filing_id = %s", drafted.pk) != 0


@pytest.mark.parametrize("state", ["accepted", "returned"])
def test_nobody_takes_or_sends_back_a_report_of_their_own(
    march: Offices, as_office: Callable[..., None], state: str
) -> None:
    made = Filing.objects.get(agency=march.education, state="filed")
    deed = "UPDATE filing SET state = %s, holder_id = NULL WHERE id = %s"
    as_office(march.education.pk)
    assert outcome(deed, state, made.pk) == "42501"
    assert outcome(deed, "superseded", made.pk) == 1
    assert made.holder_id is not None
    as_office(made.holder_id)
    assert outcome(deed, state, made.pk) == 1
    assert outcome(deed, "superseded", made.pk) == "42501"
