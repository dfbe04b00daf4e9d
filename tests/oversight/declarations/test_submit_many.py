"""A department hands in many facilities' months at once, all or none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import world as worlds
from tests.oversight.declarations.months import (
    LATER,
    PRIVATE_SCHOOL,
    SCHOOL,
    SEPTEMBER,
    submitted,
    written,
)
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.actions import Row
from thuphi.oversight.declarations.models import Declaration, DeclarationFlag, DeclaredValue
from thuphi.oversight.declarations.rules import Item, Rule, State
from thuphi.registers.staff.rules import Role


def test_all_are_written_and_submitted(world: World) -> None:
    rows = [Row(world.a.id, SCHOOL), Row(world.b.id, PRIVATE_SCHOOL)]
    assert actions.submit_many(by=world.dung.actor, month=SEPTEMBER, rows=rows, at=LATER) == 2
    for school, values in ((world.a, SCHOOL), (world.b, PRIVATE_SCHOOL)):
        found = queries.newest(school.id, SEPTEMBER)
        assert found is not None
        assert (found.state, found.submitted_by) == (State.SUBMITTED, world.dung.user.pk)
        assert found.values == values
    told = Event.objects.filter(kind="declaration_uploaded").order_by("facility_id")
    assert [event.facility_id for event in told] == [world.a.id, world.b.id]


def test_one_bad_row_and_nothing_is_written(world: World) -> None:
    rows = [
        Row(world.a.id, SCHOOL),
        Row(world.b.id, {**PRIVATE_SCHOOL, Item.TUITION_CASHLESS_VND: 15_000_001}, "Có lý do"),
    ]
    with pytest.raises(errors.RowsRefused) as refused:
        actions.submit_many(by=world.dung.actor, month=SEPTEMBER, rows=rows, at=LATER)
    assert {pk: [one.rule for one in found] for pk, found in refused.value.faults.items()} == {
        world.b.id: [Rule.TUITION_CASHLESS_WITHIN_COLLECTED]
    }
    assert not Declaration.objects.exists()
    assert not DeclaredValue.objects.exists()


def test_one_word_explains_the_flags_of_a_row(world: World) -> None:
    odd = {**SCHOOL, Item.QR_VND: 39_000}
    with pytest.raises(errors.RowsRefused) as refused:
        actions.submit_many(
            by=world.dung.actor, month=SEPTEMBER, rows=[Row(world.a.id, odd)], at=LATER
        )
    assert [fault.rule for fault in refused.value.faults[world.a.id]] == [Rule.AVERAGE_IS_PLAUSIBLE]
    actions.submit_many(
        by=world.dung.actor, month=SEPTEMBER, rows=[Row(world.a.id, odd, "Thu lẻ")], at=LATER
    )
    assert DeclarationFlag.objects.get().explanation == "Thu lẻ"


def test_a_draft_and_one_that_was_sent_back_are_taken_over(world: World) -> None:
    made = written(world, pupils=1_000)
    actions.submit_many(
        by=world.dung.actor, month=SEPTEMBER, rows=[Row(world.a.id, SCHOOL)], at=LATER
    )
    found = queries.declaration(made.pk)
    assert (found.state, found.values) == (State.SUBMITTED, SCHOOL)


def test_what_was_submitted_already_is_not_written_over(world: World) -> None:
    submitted(world)
    with pytest.raises(errors.RowsRefused) as refused:
        actions.submit_many(
            by=world.dung.actor, month=SEPTEMBER, rows=[Row(world.a.id, SCHOOL)], at=LATER
        )
    assert refused.value.closed == {world.a.id}


def test_facilities_outside_the_branch_are_named(world: World) -> None:
    of_b = worlds.person("ha", "Lê Hà", Role.OFFICER, facility_id=world.b.id)
    rows = [Row(world.a.id, SCHOOL), Row(999_999, SCHOOL), Row(world.b.id, PRIVATE_SCHOOL)]
    with pytest.raises(errors.RowsRefused) as refused:
        actions.submit_many(by=of_b.actor, month=SEPTEMBER, rows=rows, at=LATER)
    assert refused.value.strangers == {world.a.id, 999_999}
    assert not Declaration.objects.exists()


def test_a_facility_is_named_once_and_a_cashier_uploads_nothing(world: World) -> None:
    twice = [Row(world.a.id, SCHOOL), Row(world.a.id, SCHOOL)]
    with pytest.raises(errors.FacilityTwice):
        actions.submit_many(by=world.dung.actor, month=SEPTEMBER, rows=twice, at=LATER)
    with pytest.raises(NotAllowed):
        actions.submit_many(by=world.minh.actor, month=SEPTEMBER, rows=twice[:1], at=LATER)


def test_an_accountant_may_upload_their_own_school(world: World) -> None:
    at = LATER + timedelta(minutes=1)
    rows = [Row(world.a.id, SCHOOL)]
    assert actions.submit_many(by=world.lan.actor, month=SEPTEMBER, rows=rows, at=at) == 1
