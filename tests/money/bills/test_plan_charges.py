from __future__ import annotations

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import NotYours
from thuphi.money.bills import actions, errors
from thuphi.money.bills.actions import PlannedCharge


def test_each_line_is_kept_with_its_own_price(world: World) -> None:
    run = worlds.planned_run(world, items=[("NU", 1)], classes=["5B"])
    first, second = world.a.pupils["HS001"].pk, world.a.pupils["HS002"].pk
    meals = world.a.items["AN"].pk
    added = actions.plan_charges(
        by=world.lan.actor,
        run_id=run.pk,
        charges=[PlannedCharge(first, meals, 22, 30_000), PlannedCharge(second, meals, 19, 28_500)],
        at=AT,
    )
    assert added == 2
    assert rows(
        "SELECT beneficiary_id, quantity, unit_price_vnd, amount_vnd FROM charge"
        " WHERE run_id = %s AND fee_item_id = %s ORDER BY 1",
        run.pk,
        meals,
    ) == [(first, 22, 30_000, 660_000), (second, 19, 28_500, 541_500)]


def test_a_line_planned_before_is_refused_and_the_whole_list_with_it(world: World) -> None:
    run = worlds.planned_run(world, items=[("NU", 1)])
    pupil = world.a.pupils["HS001"].pk
    again = [
        PlannedCharge(pupil, world.a.items["AN"].pk, 1, 30_000),
        PlannedCharge(pupil, world.a.items["NU"].pk, 1, 15_000),
    ]
    with pytest.raises(errors.ChargePlannedBefore):
        actions.plan_charges(by=world.lan.actor, run_id=run.pk, charges=again, at=AT)
    assert number("SELECT count(*) FROM charge WHERE run_id = %s", run.pk) == 3


def test_a_pupil_or_an_item_of_another_school_is_not_billed(world: World) -> None:
    run = worlds.planned_run(world, items=[("NU", 1)])
    ours, theirs = world.a.pupils["HS001"].pk, world.b.pupils["HS001"].pk
    for charge in (
        PlannedCharge(theirs, world.a.items["AN"].pk, 1, 30_000),
        PlannedCharge(ours, world.b.items["HP"].pk, 1, 30_000),
    ):
        with pytest.raises(errors.NotOfThisFacility):
            actions.plan_charges(by=world.lan.actor, run_id=run.pk, charges=[charge], at=AT)
    assert number("SELECT count(*) FROM charge WHERE run_id = %s", run.pk) == 3


def test_a_run_of_another_school_or_one_that_is_out_is_not_planned(world: World) -> None:
    run = worlds.planned_run(world, items=[("NU", 1)])
    charge = PlannedCharge(world.a.pupils["HS001"].pk, world.a.items["AN"].pk, 1, 30_000)
    with pytest.raises(NotYours):
        actions.plan_charges(by=world.quan.actor, run_id=run.pk, charges=[charge], at=AT)
    actions.issue_run(by=world.lan.actor, run_id=run.pk, at=AT)
    with pytest.raises(errors.RunAlreadyIssued):
        actions.plan_charges(by=world.lan.actor, run_id=run.pk, charges=[charge], at=AT)
    assert number("SELECT count(*) FROM charge WHERE run_id = %s", run.pk) == 3
