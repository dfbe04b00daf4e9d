from __future__ import annotations

from datetime import timedelta

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions, errors
from thuphi.money.bills.models import CollectionRun

LATER = AT + timedelta(days=1)


def withdraw(world: World, run: CollectionRun, reason: str = " Nhầm khối ") -> CollectionRun:
    return actions.withdraw_run(by=world.lan.actor, run_id=run.pk, reason=reason, at=LATER)


def test_a_draft_is_withdrawn_with_its_plan_kept_and_nothing_issued(world: World) -> None:
    run = worlds.planned_run(world)
    assert withdraw(world, run).state == "cancelled"
    assert number("SELECT count(*) FROM charge WHERE run_id = %s", run.pk) == 12
    assert number("SELECT count(*) FROM bill") == 0
    assert number("SELECT count(*) FROM transfer") == 0
    assert rows(
        "SELECT actor, at, facts->>'reason' FROM event"
        " WHERE kind = 'run_withdrawn' AND subject = %s",
        f"run:{run.pk}",
    ) == [(world.lan.actor.name, LATER, "Nhầm khối")]


def test_a_withdrawn_run_is_never_issued_planned_or_withdrawn_again(world: World) -> None:
    run = worlds.planned_run(world)
    withdraw(world, run)
    with pytest.raises(MoveNotAllowed):
        actions.request_issue(by=world.lan.actor, run_id=run.pk, at=LATER)
    with pytest.raises(MoveNotAllowed):
        actions.issue_run(by=SYSTEM, run_id=run.pk, at=LATER)
    with pytest.raises(errors.RunAlreadyIssued):
        actions.plan_scope(
            by=world.lan.actor, run_id=run.pk, items=[(world.a.items["AN"].pk, 1)], at=LATER
        )
    with pytest.raises(errors.RunAlreadyIssued):
        withdraw(world, run)
    assert number("SELECT count(*) FROM bill") == 0
    assert number("SELECT count(*) FROM event WHERE kind = 'run_withdrawn'") == 1


def test_a_run_that_is_issued_or_about_to_be_is_not_withdrawn(world: World) -> None:
    issued = worlds.issued_run(world)[0].run
    moving = worlds.planned_run(world, name="Thu tháng 11/2026")
    actions.request_issue(by=world.lan.actor, run_id=moving.pk, at=AT)
    assert issued is not None
    for run in (issued, moving):
        with pytest.raises(errors.RunAlreadyIssued):
            withdraw(world, run)
    assert CollectionRun.objects.get(pk=issued.pk).state == "issued"
    assert CollectionRun.objects.get(pk=moving.pk).state == "issuing"


def test_a_withdrawal_needs_a_reason_and_a_run(world: World) -> None:
    run = worlds.planned_run(world)
    with pytest.raises(errors.ReasonMissing):
        withdraw(world, run, reason="  ")
    with pytest.raises(errors.RunNotFound):
        actions.withdraw_run(by=SYSTEM, run_id=run.pk + 1000, reason="Nhầm", at=LATER)
    assert CollectionRun.objects.get(pk=run.pk).state == "draft"


def test_only_who_writes_runs_of_the_school_withdraws_one(world: World) -> None:
    run = worlds.planned_run(world)
    for person, refusal in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refusal):
            actions.withdraw_run(by=person.actor, run_id=run.pk, reason="Nhầm", at=LATER)
    assert CollectionRun.objects.get(pk=run.pk).state == "draft"
