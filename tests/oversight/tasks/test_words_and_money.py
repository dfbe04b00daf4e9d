"""Remarks, money, days and further leads of a task (M68, M111)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.oversight.reports import offices as builders
from tests.oversight.reports.offices import Offices, chairman, officer
from tests.oversight.tasks import boards
from tests.oversight.tasks.boards import AT
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.oversight.tasks import actions, errors, queries
from thuphi.oversight.tasks.rules import PartState
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.staff.rules import Role


@pytest.fixture
def board(bac_giang: Offices) -> Offices:
    """Bắc Giang's board, opened."""
    boards.opened(bac_giang)
    return bac_giang


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


def test_money_has_a_source_and_an_amount_and_a_wrong_row_is_struck(board: Offices) -> None:
    item = boards.card(board, "BG-K5a").item_id
    by = officer(board.information)
    for source, amount_vnd in (("Ngân sách tỉnh", 350_000_000), ("Xã hội hóa", 50_000_000)):
        actions.fund(
            by=by,
            item_id=item,
            agency_id=board.information.pk,
            source=source,
            amount_vnd=amount_vnd,
            document="QĐ 45/QĐ-UBND",
            at=AT,
        )
    assert boards.card(board, "BG-K5a").funding_vnd == 400_000_000
    wrong = queries.funding(item)[1]
    with pytest.raises(errors.TextMissing):
        actions.strike_funding(by=by, funding_id=wrong.pk, reason="", at=AT)
    with pytest.raises(NotYours):
        actions.strike_funding(by=officer(board.health), funding_id=wrong.pk, reason="x", at=AT)
    actions.strike_funding(by=by, funding_id=wrong.pk, reason="Ghi nhầm.", at=AT)
    with pytest.raises(errors.StruckAlready):
        actions.strike_funding(by=by, funding_id=wrong.pk, reason="Nữa.", at=AT)
    assert boards.card(board, "BG-K5a").funding_vnd == 350_000_000
    assert len(queries.funding(item)) == 2


def test_money_without_amount_or_source_is_refused(board: Offices) -> None:
    item = boards.card(board, "BG-K5a").item_id

    def fund(source: str, amount_vnd: int) -> None:
        actions.fund(
            by=officer(board.information),
            item_id=item,
            agency_id=board.information.pk,
            source=source,
            amount_vnd=amount_vnd,
            at=AT,
        )

    with pytest.raises(errors.AmountNotPositive):
        fund("Ngân sách", 0)
    with pytest.raises(errors.TextMissing):
        fund(" ", 1)
    assert queries.funding(item) == []


def test_remarks_are_kept_in_order(board: Offices) -> None:
    item = boards.card(board, "BG-K3a").item_id
    for agency, text in ((board.education, "Đề nghị SYT gửi nội dung."), (board.health, "Đã gửi.")):
        actions.comment(by=officer(agency), item_id=item, agency_id=agency.pk, text=text, at=AT)
    with pytest.raises(errors.TextMissing):
        actions.comment(
            by=officer(board.health), item_id=item, agency_id=board.health.pk, text="", at=AT
        )
    with pytest.raises(NotYours):
        actions.comment(
            by=officer(board.health), item_id=item, agency_id=board.education.pk, text="x", at=AT
        )
    assert [one.text for one in queries.comments(item)] == [
        "Đề nghị SYT gửi nội dung.",
        "Đã gửi.",
    ]


def test_the_chairman_sets_a_day_and_gives_a_task_to_a_further_lead(board: Offices) -> None:
    item = boards.card(board, "BG-K8a").item_id
    chair = chairman(board)
    actions.set_due(by=chair, item_id=item, due_on=date(2022, 6, 30), at=AT)
    actions.give(by=chair, item_id=item, agency_id=board.information.pk, at=AT)
    card = boards.card(board, "BG-K8a", on=date(2022, 7, 1))
    assert (card.due_on, card.due_is_set, card.is_overdue) == (date(2022, 6, 30), True, True)
    assert [one.agency_id for one in card.parts] == [board.information.pk]
    with pytest.raises(errors.LeadsAlready):
        actions.give(by=chair, item_id=item, agency_id=board.information.pk, at=AT)
    with pytest.raises(NotAllowed):
        actions.set_due(by=officer(board.information), item_id=item, due_on=date(2022, 6, 1), at=AT)
    with pytest.raises(errors.TaskNotFound):
        actions.set_due(by=chair, item_id=0, due_on=date(2022, 6, 1), at=AT)


def test_pages_write_their_own_part_and_nobody_elses(
    board: Offices, as_office: Callable[..., None]
) -> None:
    own = boards.part(board, "BG-K3a", board.health)
    other = boards.part(board, "BG-K3a", board.education)
    as_office(board.health.pk)
    actions.update_part(
        by=officer(board.health), part_id=own.pk, state=PartState.DOING, percent=10, at=AT
    )
    actions.comment(
        by=officer(board.health), item_id=own.item_id, agency_id=board.health.pk, text="x", at=AT
    )
    money = actions.fund(
        by=officer(board.health),
        item_id=own.item_id,
        agency_id=board.health.pk,
        source="Ngân sách",
        amount_vnd=1,
        at=AT,
    )
    actions.strike_funding(by=officer(board.health), funding_id=money.pk, reason="x", at=AT)
    assert len(boards.board(board).cards) == 21
    moved = "UPDATE task_part SET state = 'doing', percent = 5 WHERE id = %s"
    assert outcome(moved, other.pk) == 0
    assert outcome("UPDATE task_part SET agency_id = 1 WHERE id = %s", own.pk) == "42501"
    assert outcome("UPDATE task_item SET due_on = now(), due_is_set = true") == 0
    assert outcome("DELETE FROM task_part") == "42501"
    assert (
        outcome(
            "INSERT INTO task_comment (item_id, agency_id, text, by, at)"
            " VALUES (%s, %s, 'x', 'x', now())",
            own.item_id,
            board.education.pk,
        )
        == "42501"
    )
    as_office(board.committee.pk)
    chair = chairman(board)
    actions.set_due(by=chair, item_id=own.item_id, due_on=date(2022, 6, 30), at=AT)
    actions.give(by=chair, item_id=own.item_id, agency_id=board.information.pk, at=AT)
    as_office()
    assert boards.board(board).cards == ()


def test_the_committee_of_another_province_moves_no_day(board: Offices) -> None:
    thanh_hoa = builders.province("38", date(2022, 6, 1))
    elsewhere = builders.found("Ủy ban nhân dân tỉnh", AgencyKind.PEOPLES_COMMITTEE, thanh_hoa)
    card = boards.card(board, "BG-K8a")
    with pytest.raises(NotAllowed):
        actions.set_due(
            by=officer(elsewhere, Role.CHAIRMAN),
            item_id=card.item_id,
            due_on=date(2022, 6, 1),
            at=AT,
        )
    assert boards.card(board, "BG-K8a").due_on == card.due_on
