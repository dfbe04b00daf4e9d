from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, Charge
from thuphi.money.catalogue import actions, errors, queries
from thuphi.money.catalogue.actions import NewFeeItem


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def test_a_retired_item_leaves_the_list_and_keeps_its_code(world: World) -> None:
    item = world.a.items["NU"]
    actions.retire_fee_item(by=world.lan.actor, item_id=item.pk, at=worlds.AT)
    listed = queries.items(world.a.id, worlds.SCHOOL_YEAR)
    assert [one.code for one in listed] == ["BH", "AN", "BT"]
    whole = queries.whole_list(world.a.id, worlds.SCHOOL_YEAR)
    assert [one.code for one in whole] == ["BH", "AN", "BT", "NU"]
    with pytest.raises(errors.FeeItemCodeTaken):
        actions.add_fee_item(
            by=world.lan.actor,
            facility_id=world.a.id,
            item=NewFeeItem("NU", "Nước", "tháng", 1, "NQ", False, worlds.SCHOOL_YEAR),
            at=worlds.AT,
        )
    event = Event.objects.get(kind="fee_item_retired", subject=f"fee_item:{item.pk}")
    assert (event.facts, event.user_id) == ({"code": "NU"}, world.lan.user.pk)


def test_bills_stay_plans_are_issued_and_new_runs_do_without(world: World) -> None:
    out = worlds.issued_run(world, items=[("NU", 1)])[0]
    planned = worlds.planned_run(world, name="Đợt đã lập", items=[("NU", 1)])
    actions.retire_fee_item(by=world.lan.actor, item_id=world.a.items["NU"].pk, at=worlds.AT)
    bills.issue_run(by=world.lan.actor, run_id=planned.pk, at=worlds.AT)
    totals = Bill.objects.filter(beneficiary_id=out.beneficiary_id).order_by("id")
    assert list(totals.values_list("total_vnd", flat=True)) == [15_000, 15_000]
    after = worlds.planned_run(world, name="Đợt sau")
    lines = Charge.objects.filter(run=after).values_list("fee_item__code", flat=True)
    assert sorted(set(lines)) == ["AN", "BH", "BT"]


def test_an_item_is_retired_once(world: World) -> None:
    item = world.a.items["NU"]
    actions.retire_fee_item(by=world.lan.actor, item_id=item.pk, at=worlds.AT)
    with pytest.raises(errors.FeeItemRetired):
        actions.retire_fee_item(by=world.lan.actor, item_id=item.pk, at=worlds.AT)
    assert Event.objects.filter(kind="fee_item_retired").count() == 1


def test_the_stranger_and_the_cashier_retire_nothing(world: World) -> None:
    item = world.a.items["NU"]
    with pytest.raises(NotYours):
        actions.retire_fee_item(by=world.quan.actor, item_id=item.pk, at=worlds.AT)
    with pytest.raises(NotAllowed):
        actions.retire_fee_item(by=world.minh.actor, item_id=item.pk, at=worlds.AT)
    assert queries.by_codes(world.a.id, worlds.SCHOOL_YEAR, ["NU"])
