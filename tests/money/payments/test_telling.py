"""Software of neighbours is told of money in the transaction that books it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests import world as worlds
from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions, returning
from thuphi.money.payments.models import Payment
from thuphi.money.payments.returning import WayOut
from thuphi.registers.neighbours.actions import endpoints
from thuphi.registers.neighbours.rules import HookEvent

LATER = AT + timedelta(days=1)


@pytest.fixture
def listening(world: World) -> None:
    endpoints.register_endpoint(
        by=SYSTEM,
        facility_id=world.a.id,
        url="https://phanmem.example.vn/thu-phi",
        told_of=list(HookEvent),
        at=AT,
    )


def told() -> list[tuple[str, dict[str, object]]]:
    return [
        (str(event), json.loads(str(body))["data"])
        for event, body in rows("SELECT event, body FROM webhook_delivery ORDER BY id")
    ]


def test_a_payment_and_its_bill_are_told_without_names(
    world: World, bills: list[Bill], listening: None
) -> None:
    worlds.hear(world, bills[0].code, 60_000)
    worlds.hear(world, bills[0].code, 600_000)
    worlds.hear(world, "", 5_000, text="nop tien")
    post_all()
    found = told()
    assert [(event, data.get("bill_code")) for event, data in found] == [
        ("payment.received", bills[0].code),
        ("payment.received", bills[0].code),
        ("payment.received", None),
        ("bill.paid", bills[0].code),
    ]
    assert found[3][1]["paid_vnd"] == 660_000
    assert "Bình" not in json.dumps([data for _, data in found], ensure_ascii=False)


def test_nobody_listens_and_nothing_is_written(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    assert told() == []


def test_another_school_is_not_told(world: World, listening: None) -> None:
    (bill,) = worlds.issued_run(world, school=world.b)
    worlds.hear(world, bill.code, bill.total_vnd, merchant=world.b.sandbox)
    post_all()
    assert told() == []


def test_a_withdrawn_bill_a_found_owner_and_a_refund_are_told(
    world: World, bills: list[Bill], listening: None
) -> None:
    bill_actions.cancel_bill(by=world.lan.actor, code=bills[2].code, reason="Sai", at=AT)
    heard = worlds.hear(world, "", 660_000, text="nop tien")
    post_all()
    payment = Payment.objects.get(heard_id=heard)
    given = actions.identify(
        by=world.lan.actor, payment_id=payment.pk, code=bills[0].code, at=LATER
    )
    returning.set_aside(payment_id=given.pk, refund_id=7, amount_vnd=660_000, at=LATER)
    returning.let_go(refund_id=7, out_of=WayOut.CASH, detail="", at=LATER)
    assert [event for event, _ in told()] == [
        "bill.cancelled", "payment.received", "payment.received", "bill.paid", "refund.done",
    ]  # fmt: skip
    assert told()[4][1]["amount_vnd"] == 660_000
