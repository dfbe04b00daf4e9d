from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, NotYours
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.catalogue import actions, errors
from thuphi.money.catalogue.models import FeeItem


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def change(
    world: World,
    *,
    by: Actor | None = None,
    name: str = " Tiền ăn trưa ",
    unit: str = "ngày",
    price_vnd: int = 35_000,
    ground: str = "Thỏa thuận 10/10/2026",
) -> FeeItem:
    return actions.change_fee_item(
        by=by or world.lan.actor,
        item_id=world.a.items["AN"].pk,
        name=name,
        unit=unit,
        price_vnd=price_vnd,
        ground=ground,
        is_mandatory=True,
        allows_instalments=False,
        at=worlds.AT,
    )


def test_an_item_is_said_anew_and_keeps_code_and_year(world: World) -> None:
    change(world)
    item = FeeItem.objects.get(pk=world.a.items["AN"].pk)
    assert (item.code, item.school_year) == ("AN", worlds.SCHOOL_YEAR)
    assert (item.name, item.unit, item.price_vnd) == ("Tiền ăn trưa", "ngày", 35_000)
    assert (item.ground, item.is_mandatory) == ("Thỏa thuận 10/10/2026", True)
    assert item.allows_instalments is False
    event = Event.objects.get(kind="fee_item_changed", subject=f"fee_item:{item.pk}")
    assert event.user_id == world.lan.user.pk
    assert event.facts == {
        "code": "AN",
        "name": "Tiền ăn trưa",
        "price_vnd": 35_000,
        "before_vnd": 30_000,
        "ground": "Thỏa thuận 10/10/2026",
        "allows_instalments": False,
        "fee_kind": "meal",
    }


def test_bills_and_plans_keep_the_price_they_were_made_with(world: World) -> None:
    out = worlds.issued_run(world, items=[("AN", 20)])[0]
    planned = worlds.planned_run(world, name="Đợt đã lập", items=[("AN", 20)])
    change(world)
    bills.issue_run(by=SYSTEM, run_id=planned.pk, at=worlds.AT)
    later = worlds.issued_run(world, name="Đợt sau", items=[("AN", 20)])[0]
    kept = Bill.objects.get(run=planned, beneficiary_id=out.beneficiary_id)
    out.refresh_from_db()
    assert [one.total_vnd for one in (out, kept, later)] == [600_000, 600_000, 700_000]
    lines = BillLine.objects.filter(bill__in=[out, kept, later]).order_by("id")
    assert list(lines.values_list("unit_price_vnd", flat=True)) == [30_000, 30_000, 35_000]
    assert lines[0].description == "Tiền ăn bán trú"


@pytest.mark.parametrize(
    ("name", "unit", "ground", "named"),
    [("", "ngày", "NQ", "name"), ("Ăn", " ", "NQ", "unit"), ("Ăn", "ngày", "", "ground")],
)
def test_an_item_is_not_changed_into_half_of_one(
    world: World, name: str, unit: str, ground: str, named: str
) -> None:
    with pytest.raises(errors.FeeItemIncomplete, match=named):
        change(world, name=name, unit=unit, ground=ground)
    with pytest.raises(errors.PriceNegative):
        change(world, price_vnd=-1)
    assert FeeItem.objects.get(pk=world.a.items["AN"].pk).price_vnd == 30_000


def test_a_retired_or_missing_item_is_not_changed(world: World) -> None:
    item = world.a.items["AN"]
    actions.retire_fee_item(by=world.lan.actor, item_id=item.pk, at=worlds.AT)
    with pytest.raises(errors.FeeItemRetired, match="AN"):
        change(world)
    with pytest.raises(errors.FeeItemNotFound):
        actions.retire_fee_item(by=SYSTEM, item_id=10**9, at=worlds.AT)


def test_the_stranger_and_the_cashier_change_no_price(world: World) -> None:
    with pytest.raises(NotYours):
        change(world, by=world.quan.actor)
    with pytest.raises(NotAllowed):
        change(world, by=world.minh.actor)
