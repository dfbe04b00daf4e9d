from __future__ import annotations

import pytest

from tests import world as worlds
from tests.money.aside import threads
from tests.money.seen import balances, number
from tests.world import AT
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary


def test_two_people_who_issue_one_run_at_once_bill_everybody_once(
    town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = worlds.build()
    crowd = [NewBeneficiary(f"D{n:03}", f"Học sinh {n}", class_name="1D") for n in range(100)]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=AT)
    run = worlds.planned_run(world, items=[("AN", 22)], classes=["1D"])
    monkeypatch.setattr(actions, "CHUNK", 7)
    with threads(3) as start:
        issued = [
            start(lambda: actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT)) for _ in range(3)
        ]
        assert sum(one.result() for one in issued) == 100
    assert number("SELECT count(DISTINCT beneficiary_id) FROM bill") == 100
    assert balances(world.a.id) == {"receivable": 66_000_000, "revenue:AN": -66_000_000}
    run.refresh_from_db()
    assert (run.state, run.bills_issued) == ("issued", 100)
