"""The statement of a fee item, and how old debts are: sums that equal the bills."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.accounts.history import lived
from tests.money.seen import number, post_all
from tests.world import AT, DUE_ON, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.accounts.queries.aged import Debt, aged
from thuphi.money.accounts.queries.item import ItemSums, item
from thuphi.money.accounts.rules import Age, AgedBy, age_of
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill


@pytest.mark.parametrize("seed", [31, 32])
def test_items_add_up_to_the_bills(world: World, seed: int) -> None:
    lived(world, seed=seed, deeds=80)
    found = [item(world.a.id, one.pk) for one in world.a.items.values()]
    due, paid = number("SELECT sum(total_vnd) FROM bill"), number("SELECT sum(paid_vnd) FROM bill")
    assert sum(one.whole.due_vnd for one in found) == due
    assert sum(one.whole.collected_vnd for one in found) == paid
    for one in found:
        for parts in (one.classes, one.months):
            sums = [sums for _name, sums in parts]
            for figure in ("charged_vnd", "adjusted_vnd", "waived_vnd", "collected_vnd"):
                assert sum(getattr(part, figure) for part in sums) == getattr(one.whole, figure)


def test_an_item_by_class_and_by_month(world: World) -> None:
    first = worlds.issued_run(world, items=[("AN", 22)])[0]
    worlds.issued_run(
        world, items=[("AN", 10)], classes=["5B"], name="Đợt sau", at=AT + timedelta(days=30)
    )
    adjustments.adjust(
        by=SYSTEM,
        facility_id=world.a.id,
        kind=AdjustmentKind.OTHER,
        changes=[Change(first.code, world.a.items["AN"].pk, -60_000)],
        reason="x",
        paper="x",
        at=AT,
    )
    worlds.hear(world, first.code, 600_000)
    post_all()
    found = item(world.a.id, world.a.items["AN"].pk)
    assert found.classes == [
        ("2A", ItemSums(2, 1_320_000, -60_000, 0, 600_000)),
        ("5B", ItemSums(1, 960_000, 0, 0, 0)),
    ]
    assert found.months == [
        (date(2026, 10, 1), ItemSums(3, 1_980_000, -60_000, 0, 600_000)),
        (date(2026, 11, 1), ItemSums(1, 300_000, 0, 0, 0)),
    ]
    assert found.whole == ItemSums(3, 2_280_000, -60_000, 0, 600_000)
    assert (found.whole.due_vnd, found.whole.rest_vnd) == (2_220_000, 1_620_000)
    assert item(world.a.id, world.a.items["NU"].pk).whole == ItemSums()


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, Age.NOT_DUE), (0, Age.NOT_DUE), (1, Age.TO_30), (30, Age.TO_30), (31, Age.TO_60),
        (60, Age.TO_60), (61, Age.TO_90), (90, Age.TO_90), (91, Age.OVER_90), (900, Age.OVER_90),
    ],
)  # fmt: skip
def test_a_debt_ages_from_the_day_after_its_last(world: World, days: int, age: Age) -> None:
    worlds.issued_run(world, items=[("AN", 1)], classes=["5B"])
    today = DUE_ON + timedelta(days=days)
    assert age_of(DUE_ON, today) is age
    for by in AgedBy:
        assert aged(world.a.id, by, today).of == {age: Debt(1, 30_000)}


@pytest.mark.parametrize("by", list(AgedBy))
def test_all_ages_add_up_to_what_is_owed(world: World, by: AgedBy) -> None:
    lived(world, seed=33, deeds=80)
    owed = sum(bill.remaining_vnd for bill in Bill.objects.filter(facility_id=world.a.id))
    found = aged(world.a.id, by, date(2026, 12, 24))
    assert found.whole.rest_vnd == owed
    assert sum(one.rest_vnd for one in found.of.values()) == owed
    assert len(found.of) > 1


def test_debts_are_sorted_by_class_run_and_item(world: World) -> None:
    worlds.issued_run(world, items=[("AN", 1), ("BT", 1)])
    late = worlds.issued_run(
        world, items=[("NU", 1)], name="Đợt sau", due_on=date(2026, 9, 30), classes=["2A"]
    )
    today = date(2026, 10, 5)
    by_class = aged(world.a.id, AgedBy.CLASS, today)
    assert [(one.name, one.whole) for one in by_class.rows] == [
        ("2A", Debt(4, 390_000)),
        ("5B", Debt(1, 180_000)),
    ]
    assert by_class.rows[0].of[Age.TO_30] == Debt(2, 30_000)
    by_run = aged(world.a.id, AgedBy.RUN, today)
    assert [(one.name, one.id == late[0].run_id) for one in by_run.rows] == [
        ("Đợt sau", True),
        ("Thu tháng 10/2026", False),
    ]
    by_item = aged(world.a.id, AgedBy.ITEM, today)
    assert [one.name for one in by_item.rows] == [
        "Tiền ăn bán trú · 2026-2027",
        "Quản lý bán trú · 2026-2027",
        "Nước uống · 2026-2027",
    ]


def test_another_school_sees_none_of_it(world: World, as_role: Callable[..., None]) -> None:
    worlds.issued_run(world)
    meals = world.a.items["AN"].pk
    as_role("thuphi_app", world.b.id)
    assert item(world.a.id, meals).whole == ItemSums()
    for by in AgedBy:
        assert aged(world.a.id, by, DUE_ON).rows == []
