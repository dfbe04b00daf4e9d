"""Difficulties are told by facilities and offices at any time, and answered once (M79)."""

from __future__ import annotations

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports import offices as office_builders
from tests.oversight.reports.filed import ON_TIME
from tests.oversight.reports.offices import Offices, officer
from tests.world import World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.oversight.reports import actions, errors, queries
from thuphi.oversight.reports.models import Difficulty
from thuphi.oversight.reports.rules.states import DifficultyState


def told(offices: Offices, text: str = "Chưa có máy POS.") -> Difficulty:
    """The education department tells something."""
    return actions.tell(
        by=officer(offices.education),
        plan=office_builders.plan("BG2022"),
        place=offices.place,
        text=text,
        agency_id=offices.education.pk,
        at=ON_TIME,
    )


def test_an_office_tells_and_the_coordinating_office_answers(bac_giang: Offices) -> None:
    made = told(bac_giang)
    assert (made.to_agency_id, made.state) == (bac_giang.information.pk, "open")
    waiting = queries.difficulties(
        to_agency_ids=[bac_giang.information.pk], state=DifficultyState.OPEN
    )
    assert [one.pk for one in waiting] == [made.pk]
    with pytest.raises(NotYours):
        actions.answer(by=officer(bac_giang.health), difficulty_id=made.pk, text="x", at=ON_TIME)
    by = officer(bac_giang.information)
    with pytest.raises(errors.TextMissing):
        actions.answer(by=by, difficulty_id=made.pk, text=" ", at=ON_TIME)
    actions.answer(by=by, difficulty_id=made.pk, text="Đã đề nghị ngân hàng.", at=ON_TIME)
    with pytest.raises(errors.AnsweredAlready):
        actions.answer(by=by, difficulty_id=made.pk, text="Lần nữa.", at=ON_TIME)
    assert queries.difficulty(made.pk).answer == "Đã đề nghị ngân hàng."


def test_a_facility_tells_through_its_head(bac_giang: Offices, world: World) -> None:
    made = actions.tell(
        by=world.hoa.actor,
        plan=office_builders.plan("BG2022"),
        place=bac_giang.place,
        text="Phụ huynh chưa quen quét mã.",
        facility_id=world.a.id,
        at=ON_TIME,
    )
    assert (made.facility_id, made.agency_id) == (world.a.id, None)
    with pytest.raises(NotYours):
        actions.tell(
            by=world.quan.actor,
            plan=office_builders.plan("BG2022"),
            place=bac_giang.place,
            text="x",
            facility_id=world.a.id,
            at=ON_TIME,
        )
    with pytest.raises(NotAllowed):
        actions.tell(
            by=world.minh.actor,
            plan=office_builders.plan("BG2022"),
            place=bac_giang.place,
            text="x",
            facility_id=world.a.id,
            at=ON_TIME,
        )
    mine = queries.difficulties(facility_ids=[world.a.id], plan_id="BG2022")
    assert [one.pk for one in mine] == [made.pk]


def test_it_is_told_by_one_and_in_words(bac_giang: Offices) -> None:
    with pytest.raises(errors.TextMissing):
        told(bac_giang, "  ")
    with pytest.raises(errors.SenderUnclear):
        actions.tell(
            by=officer(bac_giang.education),
            plan=office_builders.plan("BG2022"),
            place=bac_giang.place,
            text="x",
            at=ON_TIME,
        )
    assert queries.difficulties() == []


def test_a_plan_without_such_a_duty_has_no_listener(bac_giang: Offices) -> None:
    with pytest.raises(errors.NobodyAnswers):
        actions.tell(
            by=officer(bac_giang.education),
            plan=office_builders.plan("HY2022_2025"),
            place=bac_giang.place,
            text="x",
            agency_id=bac_giang.education.pk,
            at=ON_TIME,
        )


def test_old_difficulties_are_the_successors(bac_giang: Offices) -> None:
    made = told(bac_giang)
    science = builders.merge(bac_giang)
    assert [one.pk for one in queries.difficulties(to_agency_ids=[science.pk])] == [made.pk]
    actions.answer(by=officer(science), difficulty_id=made.pk, text="Đã rõ.", at=ON_TIME)
    assert queries.difficulties(state=DifficultyState.OPEN) == []
