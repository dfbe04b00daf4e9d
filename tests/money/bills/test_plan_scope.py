from __future__ import annotations

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, DUE_ON, SCHOOL_YEAR, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills import actions, errors
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import ScopeKind
from thuphi.registers.payers.models import Beneficiary


def draft(world: World, kind: ScopeKind, *values: str) -> CollectionRun:
    return actions.create_run(
        by=world.lan.actor,
        facility_id=world.a.id,
        plan=RunPlan(
            name=f"Thu {kind.value} {values}",
            reason="Thu tháng 10/2026",
            school_year=SCHOOL_YEAR,
            opens_on=DUE_ON.replace(day=1),
            due_on=DUE_ON,
            scope_kind=kind,
            scope_values=values,
        ),
        at=AT,
    )


def planned(run: CollectionRun) -> list[tuple[object, ...]]:
    return rows(
        "SELECT b.code, i.code, c.quantity, c.unit_price_vnd, c.amount_vnd FROM charge AS c"
        " JOIN beneficiary AS b ON b.id = c.beneficiary_id"
        " JOIN fee_item AS i ON i.id = c.fee_item_id WHERE c.run_id = %s ORDER BY 1, 2",
        run.pk,
    )


@pytest.mark.parametrize(
    ("kind", "values", "pupils"),
    [
        (ScopeKind.SCHOOL, (), ["HS001", "HS002", "HS003"]),
        (ScopeKind.GRADE, ("2",), ["HS001", "HS002"]),
        (ScopeKind.GRADE, ("2", "5"), ["HS001", "HS002", "HS003"]),
        (ScopeKind.CLASS, ("5B",), ["HS003"]),
        (ScopeKind.CLASS, ("5C",), []),
    ],
)
def test_everybody_in_the_scope_and_nobody_else_is_planned(
    world: World, kind: ScopeKind, values: tuple[str, ...], pupils: list[str]
) -> None:
    run = draft(world, kind, *values)
    lines = actions.plan_scope(
        by=world.lan.actor, run_id=run.pk, items=[(world.a.items["AN"].pk, 22)], at=AT
    )
    assert lines == len(pupils)
    assert planned(run) == [(pupil, "AN", 22, 30_000, 660_000) for pupil in pupils]


def test_planning_again_adds_only_what_is_missing(world: World) -> None:
    run = draft(world, ScopeKind.CLASS, "2A")
    meals, water = world.a.items["AN"].pk, world.a.items["NU"].pk
    by = world.lan.actor
    assert actions.plan_scope(by=by, run_id=run.pk, items=[(meals, 22)], at=AT) == 2
    assert actions.plan_scope(by=by, run_id=run.pk, items=[(meals, 5), (water, 1)], at=AT) == 2
    assert planned(run) == [
        ("HS001", "AN", 22, 30_000, 660_000),
        ("HS001", "NU", 1, 15_000, 15_000),
        ("HS002", "AN", 22, 30_000, 660_000),
        ("HS002", "NU", 1, 15_000, 15_000),
    ]


def test_who_has_left_and_items_of_another_school_are_left_out(world: World) -> None:
    Beneficiary.objects.filter(pk=world.a.pupils["HS001"].pk).update(is_active=False)
    run = draft(world, ScopeKind.CLASS, "2A")
    items = [(world.a.items["NU"].pk, 1), (world.b.items["HP"].pk, 1)]
    assert actions.plan_scope(by=world.lan.actor, run_id=run.pk, items=items, at=AT) == 1
    assert planned(run) == [("HS002", "NU", 1, 15_000, 15_000)]


def test_only_a_draft_of_ones_own_is_planned(world: World) -> None:
    run = worlds.planned_run(world)
    items = [(world.a.items["AN"].pk, 1)]
    before = number("SELECT count(*) FROM charge")
    with pytest.raises(errors.RunNotFound):
        actions.plan_scope(by=SYSTEM, run_id=run.pk + 1, items=items, at=AT)
    with pytest.raises(NotYours):
        actions.plan_scope(by=world.quan.actor, run_id=run.pk, items=items, at=AT)
    with pytest.raises(NotAllowed):
        actions.plan_scope(by=world.minh.actor, run_id=run.pk, items=items, at=AT)
    actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT)
    with pytest.raises(errors.RunAlreadyIssued):
        actions.plan_scope(by=SYSTEM, run_id=run.pk, items=items, at=AT)
    assert number("SELECT count(*) FROM charge") == before == 12
