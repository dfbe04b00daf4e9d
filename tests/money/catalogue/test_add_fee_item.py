from dataclasses import replace

import pytest

from tests import world as worlds
from tests.world import SCHOOL_YEAR, World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.catalogue import errors, queries
from thuphi.money.catalogue.actions import NewFeeItem, add_fee_item
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.catalogue.rules import FeeKind

SWIM = NewFeeItem(
    code="BOI",
    name="Học bơi",
    unit="khóa",
    price_vnd=600_000,
    ground="Thỏa thuận với cha mẹ học sinh 10/9/2026",
    is_mandatory=False,
    school_year=SCHOOL_YEAR,
    level="primary",
)


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def add(world: World, item: NewFeeItem = SWIM) -> FeeItem:
    return add_fee_item(by=world.lan.actor, facility_id=world.a.id, item=item, at=worlds.AT)


def test_an_item_stands_on_the_list_of_its_school_year(world: World) -> None:
    added = add(world)
    listed = queries.items(world.a.id, SCHOOL_YEAR)
    assert [item.code for item in listed] == ["BH", "AN", "BOI", "BT", "NU"]
    assert queries.items(world.a.id, "2025-2026") == []
    assert queries.by_codes(world.a.id, SCHOOL_YEAR, ["BOI", "HP"]) == {"BOI": added}
    assert (added.price_vnd, added.level, added.is_mandatory) == (600_000, "primary", False)


def test_an_item_that_is_no_longer_active_is_not_listed(world: World) -> None:
    FeeItem.objects.filter(pk=world.a.items["BH"].pk).update(is_active=False)
    assert "BH" not in [item.code for item in queries.items(world.a.id, SCHOOL_YEAR)]
    assert queries.by_codes(world.a.id, SCHOOL_YEAR, ["BH"]) == {}


def test_the_addition_is_recorded(world: World) -> None:
    added = add(world)
    event = Event.objects.get(kind="fee_item_added", subject=f"fee_item:{added.pk}")
    assert event.facts == {
        "code": "BOI",
        "price_vnd": 600_000,
        "allows_instalments": True,
        "fee_kind": "other",
    }
    assert event.user_id == world.lan.user.pk


def test_an_item_is_paid_in_parts_unless_it_is_said_to_be_paid_in_one_sum(world: World) -> None:
    assert add(world).allows_instalments is True
    whole = add(world, replace(SWIM, code="BO2", allows_instalments=False))
    assert FeeItem.objects.get(pk=whole.pk).allows_instalments is False


def test_a_code_is_given_once_in_a_school_year(world: World) -> None:
    add(world)
    with pytest.raises(errors.FeeItemCodeTaken, match="BOI"):
        add(world, replace(SWIM, name="Bơi nâng cao"))
    assert add(world, replace(SWIM, school_year="2027-2028")).code == "BOI"


@pytest.mark.parametrize(
    ("item", "named"),
    [
        (replace(SWIM, code=""), "code"),
        (replace(SWIM, name=" "), "name"),
        (replace(SWIM, unit=""), "unit"),
        (replace(SWIM, ground=" "), "ground"),
    ],
)
def test_an_item_without_its_ground_or_name_is_refused(
    world: World, item: NewFeeItem, named: str
) -> None:
    with pytest.raises(errors.FeeItemIncomplete, match=named):
        add(world, item)


def test_a_price_is_not_negative_but_may_be_nothing(world: World) -> None:
    with pytest.raises(errors.PriceNegative):
        add(world, replace(SWIM, price_vnd=-1))
    assert add(world, replace(SWIM, price_vnd=0)).price_vnd == 0


@pytest.mark.parametrize("year", ["2026", "2026-2028", "2026/2027", "26-27", "2027-2026", ""])
def test_a_school_year_is_two_years_that_follow_each_other(world: World, year: str) -> None:
    with pytest.raises(errors.SchoolYearNotTwoYears):
        add(world, replace(SWIM, school_year=year))


def test_a_cashier_adds_nothing_and_to_a_stranger_the_school_does_not_exist(
    world: World,
) -> None:
    for by, refusal in ((world.minh.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            add_fee_item(by=by, facility_id=world.a.id, item=SWIM, at=worlds.AT)


def test_an_item_tells_its_kind_by_its_name_unless_it_is_said(world: World) -> None:
    by_name = add(world, replace(SWIM, code="HP", name="Học phí"))
    said = add(world, replace(SWIM, code="HB", name="Học bạ điện tử", kind=FeeKind.TUITION))
    assert (by_name.kind, said.kind) == ("tuition", "tuition")
    assert FeeItem.objects.get(pk=add(world).pk).kind == "other"
