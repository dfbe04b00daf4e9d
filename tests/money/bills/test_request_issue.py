from __future__ import annotations

import pytest

from tests import world as worlds
from tests.money.seen import number
from tests.world import AT, World
from thuphi.doors.jobs.issuing import issue_requested
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions, errors


def test_asking_leaves_a_run_that_the_worker_takes_up(world: World) -> None:
    run = worlds.planned_run(world)
    for _ in range(2):
        asked = actions.request_issue(by=world.lan.actor, run_id=run.pk, at=AT)
        assert (asked.state, asked.bills_expected, asked.bills_issued) == ("issuing", 3, 0)
    assert number("SELECT count(*) FROM bill") == 0
    assert number("SELECT count(*) FROM event WHERE kind = 'run_issue_begun'") == 1
    assert issue_requested() == 3
    run.refresh_from_db()
    assert (run.state, run.bills_issued) == ("issued", 3)
    assert issue_requested() == 0


def test_nobody_planned_a_stranger_and_a_cashier_are_refused(world: World) -> None:
    run = worlds.planned_run(world)
    with pytest.raises(NotYours):
        actions.request_issue(by=world.quan.actor, run_id=run.pk, at=AT)
    with pytest.raises(NotAllowed):
        actions.request_issue(by=world.minh.actor, run_id=run.pk, at=AT)
    empty = worlds.planned_run(world, classes=["9Z"], name="Thu lớp 9Z")
    with pytest.raises(errors.RunHasNobody):
        actions.request_issue(by=world.lan.actor, run_id=empty.pk, at=AT)
    with pytest.raises(errors.RunNotFound):
        actions.request_issue(by=world.lan.actor, run_id=empty.pk + 1, at=AT)
    assert number("SELECT count(*) FROM collection_run WHERE state <> 'draft'") == 0
