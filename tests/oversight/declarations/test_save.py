"""A facility writes its month."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.oversight.declarations.months import (
    LATER,
    SCHOOL,
    SEPTEMBER,
    approved,
    submitted,
    verified,
    written,
)
from tests.world import Person, World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.models import Declaration, DeclaredValue
from thuphi.oversight.declarations.rules import Item, Rule, State


def test_a_draft_is_kept_as_it_was_written(world: World) -> None:
    made = written(world)
    found = queries.declaration(made.pk)
    assert (found.revision, found.state, found.values) == (1, State.DRAFT, SCHOOL)
    assert (found.written_by, found.written_at) == (world.lan.user.pk, worlds.AT)
    event = Event.objects.get(kind="declaration_saved")
    assert event.facility_id == world.a.id
    assert event.facts == {"month": "2026-09", "revision": 1, "values": len(SCHOOL)}


def test_what_is_written_again_takes_the_place_of_the_old(world: World) -> None:
    first = written(world)
    again = actions.save(
        by=world.hoa.actor, facility_id=world.a.id, month=SEPTEMBER, values={Item.PUPILS: 351},
        at=LATER,
    )  # fmt: skip
    assert again.pk == first.pk
    assert queries.values_of([again.pk]) == {again.pk: {Item.PUPILS: 351}}


def test_a_half_finished_month_may_be_saved(world: World) -> None:
    made = actions.save(
        by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, values={}, at=worlds.AT
    )
    assert queries.declaration(made.pk).values == {}


@pytest.mark.parametrize(
    ("item", "value", "rule"),
    [
        (Item.CASH_VND, -1, Rule.VALUE_NOT_NEGATIVE),
        (Item.EQUIPPED_ON, 20260231, Rule.VALUE_IN_ITS_RANGE),
        (Item.EMR_STATE, 1, Rule.ITEM_IS_ASKED_FOR),
    ],
)
def test_what_no_item_takes_is_not_even_a_draft(
    world: World, item: Item, value: int, rule: Rule
) -> None:
    with pytest.raises(errors.ValuesUnfit) as refused:
        actions.save(
            by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER,
            values={**SCHOOL, item: value}, at=worlds.AT,
        )  # fmt: skip
    assert [(fault.rule, fault.item) for fault in refused.value.faults] == [(rule, item)]
    assert not Declaration.objects.exists()


def test_what_was_submitted_is_no_longer_written(world: World) -> None:
    submitted(world)
    with pytest.raises(errors.DeclarationNotOpen):
        written(world, pupils=1)


def test_what_was_verified_is_no_longer_written(world: World) -> None:
    verified(world)
    with pytest.raises(errors.DeclarationNotOpen):
        written(world, pupils=1)


def test_what_was_approved_is_locked(world: World, nga: Person) -> None:
    made = approved(world, nga)
    with pytest.raises(errors.DeclarationLocked):
        written(world, pupils=1)
    assert queries.declaration(made.pk).values == SCHOOL


def test_one_that_was_sent_back_becomes_a_draft_and_still_says_why(world: World) -> None:
    made = submitted(world)
    actions.send_back(by=world.dung.actor, declaration_id=made.pk, reason="Thiếu sổ quỹ", at=LATER)
    written(world, pupils_with_e_transcript=349)
    found = queries.declaration(made.pk)
    assert (found.state, found.return_reason) == (State.DRAFT, "Thiếu sổ quỹ")
    assert found.values[Item.PUPILS_WITH_E_TRANSCRIPT] == 349


def test_nobody_declares_for_another_school_or_without_the_right(world: World) -> None:
    with pytest.raises(NotYours):
        actions.save(
            by=world.quan.actor, facility_id=world.a.id, month=SEPTEMBER, values={}, at=worlds.AT
        )
    with pytest.raises(NotAllowed):
        actions.save(
            by=world.minh.actor, facility_id=world.a.id, month=SEPTEMBER, values={}, at=worlds.AT
        )
    assert not DeclaredValue.objects.exists()
