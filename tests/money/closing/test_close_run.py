from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import world as worlds
from tests.money.seen import number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import PAYER, NotAllowed, NotYours
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.actions import Wish
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.closing import actions, errors, queries
from thuphi.money.closing.models import RunClosing
from thuphi.money.closing.rules import Way
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.actions import Payee
from thuphi.money.refunds.actions import Wish as RefundWish
from thuphi.registers.methods.models import Merchant

LATER = AT + timedelta(days=30)


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of 165.000 đồng; the first is paid, the second half."""
    issued = worlds.issued_run(world, items=[("NU", 1), ("BT", 1)], allows_part=True)
    worlds.hear(world, issued[0].code, 165_000)
    worlds.hear(world, issued[1].code, 65_000)
    payments.post_waiting(at=AT + timedelta(hours=2))
    return issued


def close(world: World, bill: Bill) -> RunClosing:
    assert bill.run_id is not None
    return actions.close_run(by=world.lan.actor, run_id=bill.run_id, at=LATER)


def state(bill: Bill) -> str:
    return str(CollectionRun.objects.values_list("state", flat=True).get(pk=bill.run_id or 0))


def test_a_closed_run_says_who_owes_what(world: World, bills: list[Bill]) -> None:
    closing = close(world, bills[0])
    assert (closing.bills, closing.owing, closing.credited_vnd) == (3, 2, 0)
    assert (closing.due_vnd, closing.paid_vnd, closing.rest_vnd) == (495_000, 230_000, 265_000)
    assert [(one.bill.beneficiary_name, one.rest_vnd) for one in queries.who_owed(closing.pk)] == [
        ("Trần Gia Bảo", 100_000),
        ("Đặng Khánh Chi", 165_000),
    ]
    assert state(bills[0]) == "closed"
    with pytest.raises(errors.RunNotIssued):
        close(world, bills[0])


def test_money_that_comes_after_the_closing_is_booked_and_the_closing_stays(
    world: World, bills: list[Bill]
) -> None:
    closing = close(world, bills[0])
    worlds.hear(world, bills[2].code, 165_000)
    payments.post_waiting(at=LATER + timedelta(hours=1))
    assert Bill.objects.get(pk=bills[2].pk).state == "paid"
    assert queries.since(closing.pk) == queries.Since(bills=1, paid_vnd=165_000)
    closing.refresh_from_db()
    assert (closing.paid_vnd, len(queries.who_owed(closing.pk))) == (230_000, 2)


def test_a_run_is_not_closed_while_the_bank_has_told_of_money(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[2].code, 165_000)
    with pytest.raises(errors.MoneyOnItsWay) as refused:
        close(world, bills[0])
    assert [(one.code, one.way) for one in refused.value.bills] == [(bills[2].code, Way.HEARD)]
    assert number("SELECT count(*) FROM run_closing") == 0
    assert state(bills[0]) == "issued"


def test_a_run_is_not_closed_while_somebody_is_paying_or_money_goes_back(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    wish = Wish(code=bills[2].code, merchant_id=vnpay.pk, amount_vnd=165_000)
    attempts.begin(by=PAYER, wish=wish, at=AT)
    payment = Payment.objects.get(bill=bills[0])
    back = RefundWish(
        payment_id=payment.pk,
        amount_vnd=15_000,
        reason="Thu thừa",
        payee=Payee(bin="970415", account="0011001932418", name="NGUYEN VAN BINH"),
    )
    refunds.ask(by=world.lan.actor, wish=back, at=AT + timedelta(hours=3))
    assert bills[0].run_id is not None
    waiting = queries.on_its_way(world.a.id, run_ids=[bills[0].run_id])
    assert {(one.code, one.way) for one in waiting} == {
        (bills[0].code, Way.REFUND),
        (bills[2].code, Way.ATTEMPT),
    }


def test_a_run_is_opened_again_for_a_reason_and_closed_anew(
    world: World, bills: list[Bill]
) -> None:
    first = close(world, bills[0])
    assert bills[0].run_id is not None
    run_id = bills[0].run_id
    with pytest.raises(errors.ReasonMissing):
        actions.reopen_run(by=world.lan.actor, run_id=run_id, reason=" ", at=LATER)
    actions.reopen_run(by=world.lan.actor, run_id=run_id, reason="Sót một em", at=LATER)
    with pytest.raises(errors.RunNotClosed):
        actions.reopen_run(by=world.lan.actor, run_id=run_id, reason="Sót một em", at=LATER)
    second = close(world, bills[0])
    assert [one.pk for one in queries.closings_of(run_id)] == [second.pk, first.pk]
    first.refresh_from_db()
    assert (first.reopened_by, first.reopened_reason) == (world.lan.actor.name, "Sót một em")


def test_strangers_cashiers_and_drafts_are_refused(world: World, bills: list[Bill]) -> None:
    draft = worlds.planned_run(world, name="Đợt sau")
    with pytest.raises(errors.RunNotIssued):
        actions.close_run(by=world.lan.actor, run_id=draft.pk, at=LATER)
    with pytest.raises(bill_errors.RunNotFound):
        actions.close_run(by=world.lan.actor, run_id=0, at=LATER)
    for person, refusal in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refusal):
            actions.close_run(by=person.actor, run_id=draft.pk, at=LATER)
    assert number("SELECT count(*) FROM run_closing") == 0


def test_the_accountants_own_connection_closes_and_a_stranger_sees_nothing_of_it(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    closing = close(world, bills[0])
    assert len(queries.who_owed(closing.pk)) == 2
    as_role("thuphi_app", world.b.id)
    assert rows("SELECT id FROM run_closing") == []
    assert rows("SELECT id FROM closed_bill") == []
