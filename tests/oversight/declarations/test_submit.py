"""A facility hands its month in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import world as worlds
from tests.oversight.declarations.months import LATER, SCHOOL, SEPTEMBER, submitted, written
from tests.world import World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.ground.kit.periods import Month
from thuphi.money.payments import actions as payments
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.models import DeclarationFlag
from thuphi.oversight.declarations.rules import Item, Rule, State

TALK = "average_is_plausible:qr_vnd"


def test_a_careful_month_is_handed_in(world: World) -> None:
    made = submitted(world)
    found = queries.declaration(made.pk)
    assert (found.state, found.submitted_by) == (State.SUBMITTED, world.lan.user.pk)
    assert found.submitted_at == LATER
    assert not DeclarationFlag.objects.exists()


def test_a_refusal_cannot_be_submitted(world: World) -> None:
    made = written(world, lessons_online_primary=401)
    with pytest.raises(errors.RulesBroken) as refused:
        actions.submit(
            by=world.lan.actor, declaration_id=made.pk, at=LATER,
            explanations={"lessons_online_within_total:lessons_online_primary": "Học bù"},
        )  # fmt: skip
    assert [fault.rule for fault in refused.value.faults] == [Rule.LESSONS_ONLINE_WITHIN_TOTAL]
    assert queries.declaration(made.pk).state is State.DRAFT


def test_a_flag_needs_a_word(world: World) -> None:
    made = written(world, qr_vnd=39_000)
    for told in ({}, {TALK: "  "}, {"used_is_equipped": "Khác"}):
        with pytest.raises(errors.ExplanationMissing) as refused:
            actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER, explanations=told)
        assert [fault.key for fault in refused.value.faults] == [TALK]
    assert queries.declaration(made.pk).state is State.DRAFT
    assert not DeclarationFlag.objects.exists()


def test_an_explained_flag_is_kept_for_the_department(world: World) -> None:
    made = written(world, qr_vnd=39_000)
    actions.submit(
        by=world.lan.actor, declaration_id=made.pk, at=LATER,
        explanations={TALK: " Chỉ thu tiền nước uống. "},
    )  # fmt: skip
    sheet = queries.sheet_of(made.pk, worlds.TODAY)
    (told,) = sheet.explained
    assert (told.fault.rule, told.fault.item) == (Rule.AVERAGE_IS_PLAUSIBLE, Item.QR_VND)
    assert told.fault.facts["value_vnd"] == 39_000
    assert sheet.explanations == {TALK: "Chỉ thu tiền nước uống."}


def test_flags_of_an_earlier_try_go(world: World) -> None:
    made = written(world, qr_vnd=39_000)
    actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER, explanations={TALK: "Có"})
    actions.send_back(by=world.dung.actor, declaration_id=made.pk, reason="Xem lại", at=LATER)
    written(world)
    actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    assert not DeclarationFlag.objects.exists()


def test_less_than_what_was_booked_here_cannot_be_submitted(world: World) -> None:
    (bill, *_) = worlds.issued_run(world)
    worlds.hear(world, bill.code, bill.total_vnd, paid_at=worlds.AT - timedelta(days=10))
    while payments.post_waiting(at=worlds.AT).taken:
        pass
    made = written(world, qr_vnd=1_000, qr_count=1, mobile_money_vnd=0, mobile_money_count=0)
    with pytest.raises(errors.RulesBroken) as refused:
        actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    (fault,) = refused.value.faults
    assert fault.rule is Rule.NOT_BELOW_BOOKED
    assert fault.facts["booked_vnd"] == bill.total_vnd


def test_a_month_before_the_school_existed_is_refused(world: World) -> None:
    made = written(world, Month(2025, 6))
    with pytest.raises(errors.RulesBroken) as refused:
        actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    assert [fault.rule for fault in refused.value.faults] == [Rule.FACILITY_STOOD_IN_MONTH]


def test_six_usual_months_make_the_seventh_remarkable(world: World) -> None:
    for month, count in enumerate((38, 40, 41, 39, 42, 40), start=3):
        submitted(world, Month(2026, month), qr_count=count)
    made = written(world, qr_count=400)
    sheet = queries.sheet(world.a.id, SEPTEMBER, worlds.TODAY)
    assert [fault.key for fault in sheet.faults] == ["near_its_own_history:qr_count"]
    with pytest.raises(errors.ExplanationMissing):
        actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)


def test_days_declared_once_hold_for_later_months(world: World) -> None:
    submitted(world, Month(2026, 8))
    values = dict(SCHOOL)
    del values[Item.EQUIPPED_ON], values[Item.ACCEPTS_ON]
    made = actions.save(
        by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, values=values, at=worlds.AT
    )
    assert actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER).pk == made.pk


def test_it_is_submitted_once_and_by_its_own_people(world: World) -> None:
    made = written(world)
    with pytest.raises(NotYours):
        actions.submit(by=world.quan.actor, declaration_id=made.pk, at=LATER)
    with pytest.raises(NotAllowed):
        actions.submit(by=world.dung.actor, declaration_id=made.pk, at=LATER)
    actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    with pytest.raises(errors.DeclarationNotOpen):
        actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    with pytest.raises(errors.DeclarationNotFound):
        actions.submit(by=world.lan.actor, declaration_id=made.pk + 1, at=LATER)
