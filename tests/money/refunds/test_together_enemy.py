"""A refund while the same money is paid out, spent or let go elsewhere, with real commits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.aside import Held, threads
from tests.money.seen import post_all, wait_until_blocked
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held_for
from thuphi.money.payments import fees, returning
from thuphi.money.payments.errors import ReturnTooMuch
from thuphi.money.payments.models import Payment, PaymentReturn
from thuphi.money.payments.rebuild import differences

LATER = AT + timedelta(days=9)
TOO_MUCH = 100_000


@pytest.fixture
def world(town: str) -> World:
    """The world with real commits in a database of its own."""
    return worlds.build()


@pytest.fixture
def payment(world: World) -> Payment:
    """A payment that brought 100.000 đ more than its bill of 660.000 đ."""
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    heard = worlds.hear(world, bill.code, 660_000 + TOO_MUCH)
    post_all()
    return Payment.objects.get(heard_id=heard)


def child(payment: Payment) -> int:
    return Bill.objects.get(pk=payment.bill_id or 0).beneficiary_id


def pay_out(world: World, payment: Payment) -> None:
    credits.take_out(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=child(payment),
        amount_vnd=TOO_MUCH,
        reference="chitra:1",
        at=LATER,
    )


def give_back(payment: Payment, amount_vnd: int) -> PaymentReturn:
    return returning.set_aside(payment_id=payment.pk, refund_id=1, amount_vnd=amount_vnd, at=LATER)


def nothing_differs() -> bool:
    fees.count_all_stale()
    return differences() == []


def test_what_is_paid_out_is_not_refunded_as_well(world: World, payment: Payment) -> None:
    held = Held()
    with threads(2) as start:
        start(held.around(lambda: pay_out(world, payment)))
        assert held.is_done.wait(20)
        second = start(lambda: give_back(payment, 760_000))
        wait_until_blocked()
        held.is_let_go.set()
        with pytest.raises(ReturnTooMuch):
            second.result()
    assert held_for.balances(world.a.id) == {}
    assert nothing_differs()


def test_a_refund_takes_from_the_bill_what_was_paid_out_meanwhile(
    world: World, payment: Payment
) -> None:
    held = Held()
    with threads(2) as start:
        start(held.around(lambda: pay_out(world, payment)))
        assert held.is_done.wait(20)
        second = start(lambda: give_back(payment, TOO_MUCH))
        wait_until_blocked()
        held.is_let_go.set()
        moved = second.result()
    assert (moved.from_credit_vnd, moved.from_bill_vnd) == (0, TOO_MUCH)
    assert nothing_differs()


def test_what_pays_the_next_bill_is_not_refunded_as_well(world: World, payment: Payment) -> None:
    following = worlds.issued_run(
        world, items=[("AN", 22)], name="Thu tháng 11", due_on=date(2026, 11, 30), allows_part=True
    )[0]
    held = Held()
    with threads(2) as start:
        first = start(held.around(lambda: credits.spend(by=SYSTEM, code=following.code, at=LATER)))
        assert held.is_done.wait(20)
        second = start(lambda: give_back(payment, 760_000))
        wait_until_blocked()
        held.is_let_go.set()
        assert first.result() == TOO_MUCH
        with pytest.raises(ReturnTooMuch):
            second.result()
    assert nothing_differs()
