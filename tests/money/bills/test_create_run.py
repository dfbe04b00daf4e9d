from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.money.seen import number, rows
from tests.world import AT, DUE_ON, SCHOOL_YEAR, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions, errors
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import ScopeKind

PLAN = RunPlan(
    name="Thu tháng 10/2026",
    reason="Thu tiền tháng 10/2026",
    school_year=SCHOOL_YEAR,
    opens_on=date(2026, 10, 1),
    due_on=DUE_ON,
    scope_kind=ScopeKind.CLASS,
    scope_values=("2A", "5B"),
    allows_part=True,
)


def test_a_run_begins_in_draft_with_what_was_asked(world: World) -> None:
    run = actions.create_run(by=world.lan.actor, facility_id=world.a.id, plan=PLAN, at=AT)
    kept = CollectionRun.objects.get(pk=run.pk)
    assert (kept.name, kept.reason, kept.school_year) == (PLAN.name, PLAN.reason, SCHOOL_YEAR)
    assert (kept.opens_on, kept.due_on) == (date(2026, 10, 1), DUE_ON)
    assert (kept.scope_kind, kept.scope_values, kept.allows_part) == ("class", ["2A", "5B"], True)
    assert (kept.state, kept.bills_expected, kept.bills_issued) == ("draft", 0, 0)
    assert rows(
        "SELECT actor, facility_id FROM event WHERE kind = 'run_created' AND subject = %s",
        f"run:{run.pk}",
    ) == [(world.lan.actor.name, world.a.id)]


def test_a_name_is_taken_once_in_a_facility_and_free_in_another(world: World) -> None:
    actions.create_run(by=world.lan.actor, facility_id=world.a.id, plan=PLAN, at=AT)
    with pytest.raises(errors.RunNameTaken):
        actions.create_run(by=world.lan.actor, facility_id=world.a.id, plan=PLAN, at=AT)
    actions.create_run(by=world.quan.actor, facility_id=world.b.id, plan=PLAN, at=AT)
    assert number("SELECT count(*) FROM collection_run") == 2


def test_the_stranger_and_the_cashier_open_no_run(world: World) -> None:
    with pytest.raises(NotYours):
        actions.create_run(by=world.quan.actor, facility_id=world.a.id, plan=PLAN, at=AT)
    with pytest.raises(NotAllowed):
        actions.create_run(by=world.minh.actor, facility_id=world.a.id, plan=PLAN, at=AT)
    assert number("SELECT count(*) FROM collection_run") == 0


def test_a_run_that_ends_before_it_opens_is_refused_by_name(world: World) -> None:
    plan = replace(PLAN, due_on=date(2026, 9, 30))
    with pytest.raises(errors.RunEndsBeforeItOpens):
        actions.create_run(by=world.lan.actor, facility_id=world.a.id, plan=plan, at=AT)
    assert number("SELECT count(*) FROM collection_run") == 0
