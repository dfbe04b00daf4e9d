from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotYours
from thuphi.money.bills import actions, errors
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.registered import plan_from_registrations
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.registrations import actions as registrations


def register(
    world: World, pupil: str, item: str, *, quantity: int | None = None, percent: int = 100
) -> None:
    registrations.register(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_id=world.a.pupils[pupil].pk,
        fee_item_id=world.a.items[item].pk, from_on=date(2026, 9, 1), quantity=quantity,
        percent=percent, at=AT,
    )  # fmt: skip


def draft(world: World, kind: ScopeKind = ScopeKind.SCHOOL, *values: str) -> CollectionRun:
    return actions.create_run(
        by=SYSTEM,
        facility_id=world.a.id,
        plan=RunPlan(
            "Thu tháng 10/2026", "Thu tháng 10", worlds.SCHOOL_YEAR, date(2026, 10, 1),
            worlds.DUE_ON, kind, values,
        ),
        at=AT,
    )  # fmt: skip


def ids(world: World, *codes: str) -> list[int]:
    return [world.a.items[code].pk for code in codes]


def planned(run: CollectionRun) -> list[tuple[object, ...]]:
    return rows(
        "SELECT b.code, i.code, c.quantity, c.unit_price_vnd FROM charge AS c"
        " JOIN beneficiary AS b ON b.id = c.beneficiary_id JOIN fee_item AS i"
        " ON i.id = c.fee_item_id WHERE c.run_id = %s ORDER BY b.code, i.code",
        run.pk,
    )


def test_mandatory_items_are_for_everybody_and_others_for_who_is_registered(world: World) -> None:
    register(world, "HS001", "AN", quantity=20, percent=80)
    register(world, "HS002", "AN")
    register(world, "HS002", "NU")
    run = draft(world)
    lines = plan_from_registrations(
        by=world.lan.actor, run_id=run.pk, item_ids=ids(world, "AN", "BH"),
        quantities={world.a.items["AN"].pk: 22}, at=AT,
    )  # fmt: skip
    assert lines == 5
    assert planned(run) == [
        ("HS001", "AN", 20, 24_000), ("HS001", "BH", 1, 631_800),
        ("HS002", "AN", 22, 30_000), ("HS002", "BH", 1, 631_800),
        ("HS003", "BH", 1, 631_800),
    ]  # fmt: skip
    assert number("SELECT count(*) FROM run_item WHERE is_by_registration") == 1


def test_a_registration_that_has_ended_by_the_first_day_is_not_planned(world: World) -> None:
    register(world, "HS001", "AN")
    (one,) = (world.a.pupils["HS001"],)
    registrations.register_many(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_ids=[one.pk],
        item_ids=ids(world, "AN"), ticked=[], from_on=date(2026, 10, 1), at=AT,
    )  # fmt: skip
    run = draft(world)
    assert not plan_from_registrations(by=SYSTEM, run_id=run.pk, item_ids=ids(world, "AN"), at=AT)


def test_a_run_of_chosen_pupils_bills_only_them(world: World) -> None:
    run = draft(world, ScopeKind.PUPILS, "HS003", "HS001")
    plan_from_registrations(by=SYSTEM, run_id=run.pk, item_ids=ids(world, "BH"), at=AT)
    assert [row[0] for row in planned(run)] == ["HS001", "HS003"]
    assert (
        actions.plan_scope(by=SYSTEM, run_id=run.pk, items=[(world.a.items["NU"].pk, 1)], at=AT)
        == 2
    )


def test_what_was_counted_is_billed_as_counted_at_each_ones_coefficient(world: World) -> None:
    register(world, "HS001", "AN", percent=50)
    run = draft(world)
    meal = world.a.items["AN"].pk
    eaten = {world.a.pupils["HS001"].pk: 17, world.a.pupils["HS002"].pk: 0}
    assert (
        plan_from_registrations(
            by=SYSTEM, run_id=run.pk, item_ids=ids(world, "AN"), measured={meal: eaten}, at=AT
        )
        == 1
    )
    assert planned(run) == [("HS001", "AN", 17, 15_000)]
    assert number("SELECT count(*) FROM run_item") == 0


def test_a_strangers_run_item_or_pupil_is_refused(world: World) -> None:
    run = draft(world)
    with pytest.raises(NotYours):
        plan_from_registrations(by=world.quan.actor, run_id=run.pk, item_ids=[], at=AT)
    with pytest.raises(errors.NotOfThisFacility):
        plan_from_registrations(
            by=world.lan.actor, run_id=run.pk, item_ids=[world.b.items["HP"].pk], at=AT
        )
    with pytest.raises(errors.NotOfThisFacility):
        plan_from_registrations(
            by=world.lan.actor, run_id=run.pk, item_ids=[], at=AT,
            measured={world.a.items["AN"].pk: {world.b.pupils["HS001"].pk: 3}},
        )  # fmt: skip
