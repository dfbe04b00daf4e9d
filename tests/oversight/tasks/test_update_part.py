"""Each lead moves and confirms its own part; the task is done when all have (M69)."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.oversight.reports.offices import Offices, officer
from tests.oversight.tasks import boards
from tests.oversight.tasks.boards import AT
from thuphi.ground.kit.actor import NotYours
from thuphi.oversight.tasks import actions, errors, queries
from thuphi.oversight.tasks.models import TaskPart
from thuphi.oversight.tasks.rules import PART_STATES, PartState, percent_fits, together

N, D, F, C = PartState.NOT_STARTED, PartState.DOING, PartState.DONE, PartState.CONFIRMED


@pytest.fixture
def board(bac_giang: Offices) -> Offices:
    """Bắc Giang's board, opened."""
    boards.opened(bac_giang)
    return bac_giang


def test_the_task_is_confirmed_when_every_lead_has_confirmed(board: Offices) -> None:
    seen: list[tuple[PartState, int]] = []
    for agency in (board.education, board.health):
        part = boards.part(board, "BG-K3a", agency)
        by = officer(agency)
        actions.update_part(
            by=by, part_id=part.pk, state=F, percent=100, evidence="QĐ 12/QĐ-UBND", at=AT
        )
        actions.confirm(by=by, part_id=part.pk, at=AT)
        card = boards.card(board, "BG-K3a")
        seen.append((card.state, card.confirmed))
    assert seen == [(D, 1), (C, 2)]


def test_a_lead_does_not_move_anothers_part(board: Offices) -> None:
    part = boards.part(board, "BG-K3a", board.health)
    with pytest.raises(NotYours):
        actions.update_part(
            by=officer(board.education), part_id=part.pk, state=D, percent=10, at=AT
        )
    part.refresh_from_db()
    assert (part.state, part.percent) == ("not_started", 0)


@pytest.mark.parametrize(("old", "new"), list(itertools.product(PartState, PartState)))
def test_every_move_is_in_the_table_or_refused(
    board: Offices, old: PartState, new: PartState
) -> None:
    part = boards.part(board, "BG-K5a", board.information)
    by = officer(board.information)
    path = {N: [], D: [D], F: [F], C: [F, C]}[old]
    for state in path:
        actions.update_part(
            by=by,
            part_id=part.pk,
            state=state,
            percent=50 if state is D else 100,
            evidence="Biên bản",
            at=AT,
        )
    percent = {N: 0, D: 60, F: 100, C: 100}[new]

    def move() -> TaskPart:
        return actions.update_part(
            by=by,
            part_id=part.pk,
            state=new,
            percent=percent,
            note="Vì sao",
            evidence="Biên bản",
            at=AT,
        )

    if PART_STATES.allows(old, new):
        assert move().state == new.value
    else:
        with pytest.raises(errors.MoveRefused):
            move()
        part.refresh_from_db()
        assert part.state == old.value


def test_percent_evidence_and_address_have_to_fit(board: Offices) -> None:
    part = boards.part(board, "BG-K5a", board.information)
    by = officer(board.information)

    def move(state: PartState, percent: int, **more: str) -> TaskPart:
        return actions.update_part(
            by=by, part_id=part.pk, state=state, percent=percent, at=AT, **more
        )

    for state, percent in ((D, 100), (D, -1), (F, 99)):
        with pytest.raises(errors.PercentUnfit):
            move(state, percent)
    with pytest.raises(errors.EvidenceAddressUnfit):
        move(D, 10, evidence_url="javascript:alert(1)")
    move(F, 100, evidence_url="https://bacgiang.gov.vn/12")
    with pytest.raises(errors.EvidenceMissing):
        actions.confirm(by=by, part_id=part.pk, at=AT)
    done = actions.confirm(by=by, part_id=part.pk, evidence="QĐ 12", at=AT)
    assert (done.evidence, done.evidence_url) == ("QĐ 12", "https://bacgiang.gov.vn/12")
    with pytest.raises(errors.TextMissing):
        move(D, 50)
    assert move(D, 50, note="Còn một trường.").state == "doing"


def test_what_became_of_a_part_is_kept(board: Offices) -> None:
    part = boards.part(board, "BG-K5a", board.information)
    by = officer(board.information)
    actions.update_part(by=by, part_id=part.pk, state=D, percent=40, note="Bắt đầu", at=AT)
    actions.update_part(by=by, part_id=part.pk, state=F, percent=100, at=AT)
    steps = queries.history(part.item_id)
    assert [(one.old_state, one.new_state, one.percent, one.note) for one in steps] == [
        ("doing", "done", 100, ""),
        ("not_started", "doing", 40, "Bắt đầu"),
    ]
    assert {one.by for one in steps} == {"cán bộ Sở Thông tin và Truyền thông"}


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], N),
        ([N, N], N),
        ([N, D], D),
        ([N, C], D),
        ([F, C], F),
        ([C, C], C),
        ([D, C], D),
    ],
)
def test_a_task_is_what_its_parts_are_together(parts: list[PartState], whole: PartState) -> None:
    assert together(parts) is whole


@pytest.mark.parametrize("state", PartState)
def test_percent_fits_one_range_for_each_state(state: PartState) -> None:
    fits = [percent for percent in range(-1, 102) if percent_fits(state, percent)]
    assert fits == {N: [0], D: list(range(100)), F: [100], C: [100]}[state]


def test_what_is_done_is_begun_again_only_with_a_word_on_why(board: Offices) -> None:
    part = boards.part(board, "BG-K5a", board.information)
    by = officer(board.information)
    actions.update_part(by=by, part_id=part.pk, state=F, percent=100, at=AT)
    with pytest.raises(errors.TextMissing):
        actions.update_part(by=by, part_id=part.pk, state=D, percent=50, note=" ", at=AT)
    part.refresh_from_db()
    assert (part.state, part.percent) == ("done", 100)


def test_a_task_with_a_lead_that_nobody_answers_for_is_never_done(board: Offices) -> None:
    part = boards.part(board, "BG-K5a", board.information)
    by = officer(board.information)
    actions.update_part(by=by, part_id=part.pk, state=F, percent=100, evidence="QĐ 12", at=AT)
    actions.confirm(by=by, part_id=part.pk, at=AT)
    card = boards.card(board, "BG-K5a")
    assert (card.unled, card.state) == ((), C)
    assert replace(card, unled=("NHNN",)).state is D
