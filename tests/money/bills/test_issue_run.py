from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests import databases
from tests import world as worlds
from tests.money.seen import balances, number, rows, transfers
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions, errors, rules
from thuphi.money.bills.actions import PlannedCharge
from thuphi.money.bills.codes import codes_for
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.catalogue import actions as catalogue
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

ROOT = Path(__file__).resolve().parents[3]


def identities(run_id: int) -> list[tuple[object, ...]]:
    return rows(
        "SELECT id, code, beneficiary_id, issued_at FROM bill WHERE run_id = %s ORDER BY id", run_id
    )


def let_off(world: World, pupil: str, item: str, percent: int) -> None:
    actions.exempt(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils[pupil].pk,
        fee_item_id=world.a.items[item].pk,
        percent=percent,
        reason="Hộ nghèo",
        from_on=date(2026, 9, 1),
        until_on=date(2027, 6, 1),
        at=AT,
    )


def test_each_pupil_gets_one_bill_with_the_four_fields_and_its_lines(world: World) -> None:
    run = worlds.planned_run(world, items=[("AN", 22), ("BT", 1)], allows_part=True)
    assert actions.issue_run(by=world.lan.actor, run_id=run.pk, at=AT) == 3
    first = Bill.objects.get(run=run, beneficiary=world.a.pupils["HS001"])
    assert first.code == codes_for([first.pk])[0]
    assert (first.payer_name, first.beneficiary_name) == ("Nguyễn Văn Bình", "Nguyễn Minh Anh")
    assert (first.class_name, first.reason) == ("2A", "Thu tháng 10/2026")
    assert (first.total_vnd, first.paid_vnd, first.state) == (810_000, 0, "open")
    assert (first.allows_part, first.due_on, first.issued_at) == (True, worlds.DUE_ON, AT)
    assert first.closed_at is None
    assert rows(
        "SELECT kind, description, quantity, unit_price_vnd, amount_vnd FROM bill_line"
        " WHERE bill_id = %s ORDER BY id",
        first.pk,
    ) == [
        ("charge", "Tiền ăn bán trú", 22, 30_000, 660_000),
        ("charge", "Quản lý bán trú", 1, 150_000, 150_000),
    ]
    assert balances(world.a.id) == {
        "receivable": 2_430_000,
        "revenue:AN": -1_980_000,
        "revenue:BT": -450_000,
    }
    run.refresh_from_db()
    assert (run.state, run.bills_expected, run.bills_issued) == ("issued", 3, 3)


def paid_in_one_sum(world: World, code: str) -> None:
    item = world.a.items[code]
    catalogue.change_fee_item(
        by=world.lan.actor, item_id=item.pk, name=item.name, unit=item.unit,
        price_vnd=item.price_vnd, ground=item.ground, is_mandatory=item.is_mandatory,
        allows_instalments=False, at=AT,
    )  # fmt: skip


def test_one_item_that_is_paid_in_one_sum_makes_its_whole_bill_so(world: World) -> None:
    run = worlds.planned_run(world, items=[("AN", 22)], allows_part=True)
    chi = PlannedCharge(world.a.pupils["HS003"].pk, world.a.items["BH"].pk, 1, 631_800)
    actions.plan_charges(by=world.lan.actor, run_id=run.pk, charges=[chi], at=AT)
    paid_in_one_sum(world, "BH")
    actions.issue_run(by=world.lan.actor, run_id=run.pk, at=AT)
    issued = Bill.objects.filter(run=run).order_by("beneficiary__code")
    assert list(issued.values_list("total_vnd", "allows_part")) == [
        (660_000, True), (660_000, True), (1_291_800, False),
    ]  # fmt: skip


def test_no_item_lets_a_bill_be_paid_in_parts_when_its_run_does_not(world: World) -> None:
    issued = worlds.issued_run(world, items=[("AN", 22)], allows_part=False)
    assert [bill.allows_part for bill in issued] == [False, False, False]


def test_a_bill_that_is_out_stays_as_it_was_issued(world: World) -> None:
    before = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]
    paid_in_one_sum(world, "AN")
    after = worlds.issued_run(world, name="Đợt sau", items=[("AN", 22)], allows_part=True)[0]
    before.refresh_from_db()
    assert (before.allows_part, after.allows_part) == (True, False)


def test_a_run_issued_again_makes_nothing_twice(world: World) -> None:
    run = worlds.planned_run(world)
    assert actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT) == 3
    first, booked = identities(run.pk), transfers(world.a.id)
    assert actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT + timedelta(days=1)) == 0
    assert identities(run.pk) == first
    assert transfers(world.a.id) == booked
    run.refresh_from_db()
    assert run.state == "issued"


def test_a_run_is_issued_chunk_by_chunk_and_tells_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "CHUNK", 2)
    run = worlds.planned_run(world)
    told: list[tuple[int, int]] = []
    actions.issue_run(
        by=SYSTEM, run_id=run.pk, at=AT, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(2, 3), (3, 3)]


def test_bills_keep_code_and_identity_when_their_run_is_taken_up_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "CHUNK", 1)
    run = worlds.planned_run(world)

    class Cut(Exception):
        pass

    def cut_after_two(done: int, _: int) -> None:
        if done == 2:
            raise Cut

    with pytest.raises(Cut):
        actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT, progress=cut_after_two)
    half = identities(run.pk)
    assert len(half) == 2
    run.refresh_from_db()
    assert (run.state, run.bills_expected, run.bills_issued) == ("issuing", 3, 2)
    assert actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT + timedelta(hours=1)) == 1
    assert identities(run.pk)[:2] == half


@pytest.mark.parametrize(
    ("percent", "waived"), [(1, 333), (33, 10_999), (50, 16_666), (99, 32_998)]
)
def test_a_waiver_is_rounded_down_to_whole_dong(world: World, percent: int, waived: int) -> None:
    let_off(world, "HS003", "NU", percent)
    run = worlds.planned_run(world, items=[("BT", 1)], classes=["5B"])
    actions.plan_charges(
        by=SYSTEM,
        run_id=run.pk,
        charges=[
            actions.PlannedCharge(world.a.pupils["HS003"].pk, world.a.items["NU"].pk, 1, 33_332)
        ],
        at=AT,
    )
    actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT)
    bill = Bill.objects.get(run=run)
    assert waived == rules.waived_vnd(33_332, percent)
    assert bill.total_vnd == 150_000 + 33_332 - waived
    assert rows(
        "SELECT amount_vnd, reason FROM bill_line WHERE bill_id = %s AND kind = 'exemption'",
        bill.pk,
    ) == [(-waived, "Hộ nghèo")]
    assert balances(world.a.id) == {
        "receivable": bill.total_vnd,
        "revenue:BT": -150_000,
        "revenue:NU": -33_332,
        "waiver:NU": waived,
    }


def test_a_bill_that_is_wholly_waived_is_settled_from_the_start(world: World) -> None:
    let_off(world, "HS003", "NU", 100)
    (bill,) = worlds.issued_run(world, items=[("NU", 1)], classes=["5B"])
    assert (bill.total_vnd, bill.paid_vnd, bill.state, bill.closed_at) == (0, 0, "paid", AT)
    assert balances(world.a.id) == {"revenue:NU": -15_000, "waiver:NU": 15_000}


def test_a_waiver_that_has_ended_is_not_honoured(world: World) -> None:
    actions.exempt(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS003"].pk,
        fee_item_id=world.a.items["NU"].pk,
        percent=100,
        reason="Hộ nghèo",
        from_on=date(2026, 9, 1),
        until_on=date(2026, 10, 1),
        at=AT,
    )
    (bill,) = worlds.issued_run(world, items=[("NU", 1)], classes=["5B"])
    assert (bill.total_vnd, bill.state) == (15_000, "open")


def test_nobody_planned_no_such_run_or_a_strangers_run_is_refused(world: World) -> None:
    run = worlds.planned_run(world, classes=["9Z"])
    with pytest.raises(errors.RunHasNobody):
        actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT)
    with pytest.raises(errors.RunNotFound):
        actions.issue_run(by=SYSTEM, run_id=run.pk + 1, at=AT)
    with pytest.raises(NotYours):
        actions.issue_run(by=world.quan.actor, run_id=run.pk, at=AT)
    with pytest.raises(NotAllowed):
        actions.issue_run(by=world.minh.actor, run_id=run.pk, at=AT)
    assert number("SELECT count(*) FROM bill") == 0


def test_a_withdrawn_run_is_not_issued(world: World) -> None:
    run = worlds.planned_run(world)
    CollectionRun.objects.filter(pk=run.pk).update(state="cancelled")
    with pytest.raises(MoveNotAllowed):
        actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT)
    assert number("SELECT count(*) FROM bill") == 0


def test_the_accountants_own_connection_may_issue(
    world: World, as_role: Callable[..., None]
) -> None:
    run = worlds.planned_run(world)
    as_role("thuphi_app", world.a.id)
    assert actions.issue_run(by=world.lan.actor, run_id=run.pk, at=AT) == 3
    assert balances(world.a.id)["receivable"] == 3 * (30_000 + 150_000 + 15_000 + 631_800)


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
import django
django.setup()
from tests.world import AT
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions
actions.CHUNK = 40
def cut(done, expected):
    if done == 80:
        actions.recipes.book = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
actions.issue_run(by=SYSTEM, run_id=int(sys.argv[1]), at=AT, progress=cut)
"""


def test_a_process_killed_in_the_middle_of_a_chunk_leaves_whole_bills_and_is_taken_up_again(
    town: str,
) -> None:
    world = worlds.build()
    crowd = [
        NewBeneficiary(f"K{n:03}", f"Học sinh {n}", class_name="1A", grade="1") for n in range(200)
    ]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=AT)
    run = worlds.planned_run(world, items=[("AN", 22), ("NU", 1)], classes=["1A"])
    connection.close()
    killed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED_IN_THE_MIDDLE, str(run.pk)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": databases.address(town),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        },
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    half = identities(run.pk)
    assert len(half) == 80
    assert balances(world.a.id)["receivable"] == 80 * 675_000
    assert actions.issue_run(by=SYSTEM, run_id=run.pk, at=AT) == 120
    whole = identities(run.pk)
    assert whole[:80] == half
    assert len({beneficiary for _, _, beneficiary, _ in whole}) == len(whole) == 200
    assert balances(world.a.id)["receivable"] == 200 * 675_000
