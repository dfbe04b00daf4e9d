"""A contract has a number and days, and is written down with where it is filed."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, NotYours
from thuphi.registers.methods import actions, errors
from thuphi.registers.methods.models import Merchant


def record(
    world: World,
    *,
    by: Actor = SYSTEM,
    number: str = " 12/HĐ-2026 ",
    from_on: date = date(2026, 9, 1),
    until_on: date | None = date(2027, 9, 1),
) -> Merchant:
    return actions.record_contract(
        by=by, merchant_id=world.sepay.pk, number=number, from_on=from_on, until_on=until_on,
        evidence="Tủ 3, biên bản 5/9/2026", at=worlds.AT,
    )  # fmt: skip


def test_a_contract_is_written_down_with_its_days(world: World) -> None:
    record(world)
    found = Merchant.objects.get(pk=world.sepay.pk)
    assert found.contract_number == "12/HĐ-2026"
    assert found.evidence == "Tủ 3, biên bản 5/9/2026"
    assert (found.contract_valid.lower, found.contract_valid.upper) == (
        date(2026, 9, 1),
        date(2027, 9, 1),
    )
    event = Event.objects.latest("id")
    assert event.kind == "merchant_contract_recorded"
    assert event.facts == {
        "number": "12/HĐ-2026", "from_on": "2026-09-01", "until_on": "2027-09-01",
    }  # fmt: skip


def test_a_contract_may_have_no_end(world: World) -> None:
    record(world, until_on=None)
    assert Merchant.objects.get(pk=world.sepay.pk).contract_valid.upper is None


def test_a_contract_without_number_or_with_days_the_wrong_way_is_refused(world: World) -> None:
    with pytest.raises(errors.ContractIncomplete):
        record(world, number=" ")
    with pytest.raises(errors.DaysNotInOrder):
        record(world, until_on=date(2026, 9, 1))
    assert Merchant.objects.get(pk=world.sepay.pk).contract_valid is None


def test_only_the_register_office_records_it(world: World) -> None:
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            record(world, by=by)
