from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.seen import balances, number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotYours
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills.models import Bill
from thuphi.money.closing import arrears, errors
from thuphi.money.closing.actions import close_run
from thuphi.money.closing.arrears import Carried, carry_arrears
from thuphi.money.payments import actions as payments
from thuphi.registers.payers.models import Beneficiary

LATER = AT + timedelta(days=30)


@pytest.fixture
def old(world: World) -> list[Bill]:
    """September: water and boarding, 165.000 each. The first is paid, the second 100.000."""
    issued = worlds.issued_run(
        world, name="Thu tháng 9", items=[("NU", 1), ("BT", 1)], allows_part=True
    )
    worlds.hear(world, issued[0].code, 165_000)
    worlds.hear(world, issued[1].code, 100_000)
    payments.post_waiting(at=AT + timedelta(hours=2))
    return issued


def run_of(bill: Bill) -> int:
    assert bill.run_id is not None
    return bill.run_id


def lines(code: str) -> list[tuple[object, ...]]:
    return rows(
        "SELECT l.kind, l.description, l.amount_vnd FROM bill_line AS l JOIN bill AS b"
        " ON b.id = l.bill_id WHERE b.code = %s ORDER BY l.id",
        code,
    )


def test_rests_go_on_item_by_item_and_the_old_bills_are_settled(
    world: World, old: list[Bill]
) -> None:
    new = worlds.issued_run(world, name="Thu tháng 10", items=[("AN", 1)], classes=["2A"])
    before = balances(world.a.id)["receivable"]
    close_run(by=world.lan.actor, run_id=run_of(old[0]), at=LATER)
    assert carry_arrears(
        by=world.lan.actor, from_run_ids=[run_of(old[0])], to_run_id=run_of(new[0]), at=LATER
    ) == Carried(bills=2, amount_vnd=65_000 + 165_000, stayed_vnd=0)
    # What was paid fills the bill's items from the top down: 100.000 of 150.000 for boarding.
    assert lines(new[1].code) == [
        ("charge", "Tiền ăn bán trú", 30_000),
        ("debit", "Thu bù Thu tháng 9: Quản lý bán trú", 50_000),
        ("debit", "Thu bù Thu tháng 9: Nước uống", 15_000),
    ]
    # The third had no bill in the new run and gets one of arrears alone.
    third = Bill.objects.get(run_id=run_of(new[0]), beneficiary__code="HS003")
    assert (third.total_vnd, third.state) == (165_000, "open")
    assert rows(
        "SELECT total_vnd, paid_vnd, state FROM bill WHERE run_id = %s ORDER BY id", run_of(old[0])
    ) == [(165_000, 165_000, "paid"), (100_000, 100_000, "paid"), (0, 0, "paid")]
    assert balances(world.a.id)["receivable"] == before
    assert number("SELECT sum(amount_vnd) FROM carried_arrear") == 230_000
    with pytest.raises(errors.NoArrears):
        carry_arrears(
            by=world.lan.actor, from_run_ids=[run_of(old[0])], to_run_id=run_of(new[0]), at=LATER
        )


def test_arrears_are_not_exempted_a_second_time(world: World, old: list[Bill]) -> None:
    bill_actions.exempt(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_id=world.a.pupils["HS003"].pk,
        fee_item_id=world.a.items["BT"].pk, percent=100, reason="Hộ nghèo",
        from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=AT,
    )  # fmt: skip
    new = worlds.issued_run(world, name="Thu tháng 10", items=[("AN", 1)], classes=["2A"])
    carry_arrears(by=SYSTEM, from_run_ids=[run_of(old[0])], to_run_id=run_of(new[0]), at=LATER)
    third = Bill.objects.get(run_id=run_of(new[0]), beneficiary__code="HS003")
    assert third.total_vnd == 165_000


def test_what_cannot_go_on_stays_where_it_is(world: World, old: list[Bill]) -> None:
    new = worlds.issued_run(world, name="Thu tháng 10", items=[("AN", 1)], classes=["2A"])
    Beneficiary.objects.filter(pk=world.a.pupils["HS003"].pk).update(is_active=False)
    bill_actions.cancel_bill(by=world.lan.actor, code=new[1].code, reason="Nhầm", at=AT)
    found = arrears.rests(world.a.id, [run_of(old[0])], run_of(new[0]))
    assert {rest.name: rest.can_go_on for rest in found} == {
        "Trần Gia Bảo": False,
        "Đặng Khánh Chi": False,
    }
    with pytest.raises(errors.NoArrears):
        carry_arrears(by=SYSTEM, from_run_ids=[run_of(old[0])], to_run_id=run_of(new[0]), at=LATER)


def test_money_on_its_way_the_same_run_a_draft_and_strangers_are_refused(
    world: World, old: list[Bill]
) -> None:
    new = worlds.issued_run(world, name="Thu tháng 10", items=[("AN", 1)])
    source, target = run_of(old[0]), run_of(new[0])
    draft = worlds.planned_run(world, name="Thu tháng 11")
    with pytest.raises(errors.SameRun):
        carry_arrears(by=SYSTEM, from_run_ids=[target], to_run_id=target, at=LATER)
    with pytest.raises(errors.RunNotIssued):
        carry_arrears(by=SYSTEM, from_run_ids=[source], to_run_id=draft.pk, at=LATER)
    with pytest.raises(bill_errors.RunNotFound):
        carry_arrears(by=SYSTEM, from_run_ids=[source, 0], to_run_id=target, at=LATER)
    with pytest.raises(NotYours):
        carry_arrears(by=world.quan.actor, from_run_ids=[source], to_run_id=target, at=LATER)
    worlds.hear(world, old[2].code, 165_000)
    with pytest.raises(errors.MoneyOnItsWay):
        carry_arrears(by=SYSTEM, from_run_ids=[source], to_run_id=target, at=LATER)
    assert number("SELECT count(*) FROM carried_arrear") == 0
