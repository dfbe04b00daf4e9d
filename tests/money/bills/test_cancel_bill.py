from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.seen import Moved, balances, last_transfer, number, post_all, rows, transfers
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions, errors

LATER = AT + timedelta(days=3)


def test_a_withdrawn_bill_is_reversed_line_by_line_and_never_erased(world: World) -> None:
    actions.exempt(
        by=world.lan.actor,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS003"].pk,
        fee_item_id=world.a.items["BT"].pk,
        percent=50,
        reason="Hộ cận nghèo",
        from_on=date(2026, 9, 1),
        until_on=date(2027, 6, 1),
        at=AT,
    )
    (bill,) = worlds.issued_run(world, items=[("BT", 1), ("NU", 1)], classes=["5B"])
    issued = last_transfer()
    cancelled = actions.cancel_bill(
        by=world.lan.actor, code=bill.code, reason="Chuyển trường", at=LATER
    )
    assert (cancelled.state, cancelled.closed_at, cancelled.remaining_vnd) == (
        "cancelled",
        LATER,
        0,
    )
    when = "2026-10-08 08:00:00"
    assert transfers(world.a.id, issued) == Counter(
        [
            Moved("cancel", "revenue:BT", "receivable:", 150_000, bill.code, when),
            Moved("cancel", "revenue:NU", "receivable:", 15_000, bill.code, when),
            Moved("cancel_exempt", "receivable:", "waiver:BT", 75_000, bill.code, when),
        ]
    )
    assert balances(world.a.id) == {}
    assert rows(
        "SELECT actor, facts->>'reason', (facts->>'amount_vnd')::bigint FROM event"
        " WHERE kind = 'bill_cancelled' AND subject = %s",
        bill.code,
    ) == [(world.lan.actor.name, "Chuyển trường", 90_000)]


def test_a_bill_that_money_has_reached_is_not_withdrawn(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]
    worlds.hear(world, bill.code, 1)
    post_all()
    before = transfers(world.a.id)
    with pytest.raises(errors.MoneyHasComeIn):
        actions.cancel_bill(by=world.lan.actor, code=bill.code, reason="Nhầm", at=LATER)
    assert transfers(world.a.id) == before
    bill.refresh_from_db()
    assert (bill.state, bill.paid_vnd) == ("part_paid", 1)


def test_a_bill_is_withdrawn_once(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    actions.cancel_bill(by=world.lan.actor, code=bill.code, reason="Nhầm", at=LATER)
    before = transfers(world.a.id)
    with pytest.raises(MoveNotAllowed):
        actions.cancel_bill(by=world.lan.actor, code=bill.code, reason="Nhầm", at=LATER)
    assert transfers(world.a.id) == before


def test_a_reason_is_needed_and_an_unknown_bill_is_named(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    with pytest.raises(errors.ReasonMissing):
        actions.cancel_bill(by=world.lan.actor, code=bill.code, reason=" \n", at=LATER)
    with pytest.raises(errors.BillNotFound):
        actions.cancel_bill(by=world.lan.actor, code="TF0000000132", reason="Nhầm", at=LATER)
    assert number("SELECT count(*) FROM bill WHERE state <> 'open'") == 0


def test_the_stranger_and_the_cashier_withdraw_nothing(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    with pytest.raises(NotYours):
        actions.cancel_bill(by=world.quan.actor, code=bill.code, reason="Nhầm", at=LATER)
    with pytest.raises(NotAllowed):
        actions.cancel_bill(by=world.minh.actor, code=bill.code, reason="Nhầm", at=LATER)
    assert number("SELECT count(*) FROM bill WHERE state <> 'open'") == 0
    assert number("SELECT count(*) FROM transfer WHERE recipe = 'cancel'") == 0
