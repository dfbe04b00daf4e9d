"""A refund of a payment whose money went on to the family's credit takes it from there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import PAYER
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held
from thuphi.money.payments import fees, returning
from thuphi.money.payments.errors import ReturnTooMuch
from thuphi.money.payments.models import Payment, PaymentReturn
from thuphi.money.payments.rebuild import differences
from thuphi.money.payments.returning import WayOut
from thuphi.money.refunds import actions, errors, queries
from thuphi.money.refunds.actions import Wish

LATER = AT + timedelta(days=40)


def paid(world: World, bill: Bill, amount_vnd: int) -> Payment:
    heard = worlds.hear(world, bill.code, amount_vnd)
    post_all()
    return Payment.objects.get(heard_id=heard)


def credit_down(world: World, bill: Bill, amount_vnd: int) -> None:
    adjustments.adjust(
        by=world.lan.actor,
        facility_id=world.a.id,
        kind=AdjustmentKind.OTHER,
        changes=[Change(bill.code, world.a.items["AN"].pk, -amount_vnd)],
        reason="Nghỉ ăn",
        paper="Sổ ăn tháng 10",
        at=LATER,
    )


def next_bill(world: World) -> Bill:
    return worlds.issued_run(
        world, items=[("AN", 22)], name="Thu tháng 11", due_on=date(2026, 11, 30), allows_part=True
    )[0]


def set_aside(payment: Payment, amount_vnd: int) -> tuple[int, int]:
    moved = returning.set_aside(payment_id=payment.pk, refund_id=1, amount_vnd=amount_vnd, at=LATER)
    return moved.from_credit_vnd, moved.from_bill_vnd


def left(bill: Bill) -> int:
    return held.balances(bill.facility_id).get(bill.beneficiary_id, 0)


def nothing_differs() -> bool:
    fees.count_all_stale()
    return differences() == []


def test_what_the_bill_let_go_goes_back_before_what_pays_it(
    world: World, bills: list[Bill]
) -> None:
    payment = paid(world, bills[0], 660_000)
    credit_down(world, bills[0], 96_000)
    assert set_aside(payment, 100_000) == (96_000, 4_000)
    bills[0].refresh_from_db()
    assert (bills[0].total_vnd, bills[0].paid_vnd, bills[0].state) == (
        564_000,
        560_000,
        "part_paid",
    )
    assert left(bills[0]) == 0
    assert nothing_differs()


def test_a_refund_that_failed_gives_the_credit_back_to_its_lots(
    world: World, bills: list[Bill]
) -> None:
    payment = paid(world, bills[0], 670_000)
    credit_down(world, bills[0], 96_000)
    assert set_aside(payment, 110_000) == (106_000, 4_000)
    paid(world, bills[0], 4_000)
    returning.keep(refund_id=1, at=LATER)
    assert left(bills[0]) == 110_000
    assert [(lot.source.value, lot.left_vnd) for lot in held.lots_of(bills[0].beneficiary_id)] == [
        ("overpaid", 10_000),
        ("released", 96_000),
        ("kept", 4_000),
    ]
    assert nothing_differs()
    back = returning.set_aside(payment_id=payment.pk, refund_id=2, amount_vnd=670_000, at=LATER)
    assert (back.from_credit_vnd, back.from_bill_vnd) == (110_000, 560_000)
    returning.let_go(refund_id=2, out_of=WayOut.BANK, detail="0011", at=LATER)
    assert nothing_differs()


def test_what_was_spent_meanwhile_cannot_go_back(world: World, bills: list[Bill]) -> None:
    payment = paid(world, bills[0], 700_000)
    following = next_bill(world)
    credits.spend(by=world.lan.actor, code=following.code, at=LATER)
    with pytest.raises(ReturnTooMuch):
        set_aside(payment, 660_001)
    assert set_aside(payment, 660_000) == (0, 660_000)
    assert nothing_differs()


def test_released_credit_that_was_spent_cannot_go_back_either(
    world: World, bills: list[Bill]
) -> None:
    payment = paid(world, bills[0], 660_000)
    credit_down(world, bills[0], 96_000)
    credits.spend(by=world.lan.actor, code=next_bill(world).code, at=LATER)
    with pytest.raises(ReturnTooMuch):
        set_aside(payment, 564_001)
    assert set_aside(payment, 564_000) == (0, 564_000)
    assert nothing_differs()


def test_one_payment_takes_no_more_of_released_credit_than_it_brought(
    world: World, bills: list[Bill]
) -> None:
    first, second = paid(world, bills[0], 60_000), paid(world, bills[0], 600_000)
    credit_down(world, bills[0], 200_000)
    with pytest.raises(ReturnTooMuch):
        set_aside(first, 60_001)
    assert set_aside(first, 60_000) == (60_000, 0)
    assert returning.still_there(first).total_vnd == 0
    assert returning.still_there(second).total_vnd == 600_000
    assert PaymentReturn.objects.count() == 1
    assert nothing_differs()


def test_the_desk_and_the_family_are_offered_only_what_is_there(
    world: World, bills: list[Bill]
) -> None:
    payment = paid(world, bills[0], 700_000)
    assert queries.offers(world.a.id).count() == 1
    credits.spend(by=world.lan.actor, code=next_bill(world).code, at=LATER)
    assert queries.offers(world.a.id).count() == 0
    assert actions.refundable_vnd(payment) == 660_000
    with pytest.raises(errors.NothingToRefund):
        actions.ask(by=PAYER, wish=Wish(payment_id=payment.pk, amount_vnd=1, reason="x"), at=LATER)


def test_what_is_asked_for_already_is_not_offered_again(world: World, bills: list[Bill]) -> None:
    payment = paid(world, bills[0], 660_000)
    credit_down(world, bills[0], 96_000)
    actions.ask(
        by=world.lan.actor,
        wish=Wish(
            payment_id=payment.pk,
            amount_vnd=96_000,
            reason="Nghỉ ăn",
            payee=actions.Payee(bin="970415", account="101", name="NGUYEN VAN BINH"),
        ),
        at=LATER,
    )
    assert actions.refundable_vnd(payment) == 564_000
