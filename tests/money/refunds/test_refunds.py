"""Refunds: who asks, who agrees, what moves in the book, and how each of them ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.money.seen import Moved, balances, last_transfer, post_all, rows, transfers
from tests.world import AT, World
from thuphi.ground.channels.contract import Outcome, RefundNotice
from thuphi.ground.kit.actor import PAYER, NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.refunds import actions, errors, queries
from thuphi.money.refunds.actions import Deed, Payee, Wish
from thuphi.money.refunds.models import Refund
from thuphi.registers.methods.models import Merchant

TOTAL = 660_000
LATER = AT + timedelta(days=1)
WHEN = "2026-10-06 08:00:00"
NOBODY = Payee()
ACCOUNT = Payee(bin="970436", account="1012345678", name="NGUYEN VAN BINH")


def paid_by(world: World, bill: Bill, merchant: Merchant, amount_vnd: int = TOTAL) -> Payment:
    heard = worlds.hear(world, bill.code, amount_vnd, merchant=merchant, account="", method="web")
    post_all()
    return Payment.objects.get(heard_id=heard)


def ask(payment: Payment, amount_vnd: int, *, by: object = PAYER, payee: Payee = NOBODY) -> Refund:
    wish = Wish(payment_id=payment.pk, amount_vnd=amount_vnd, reason="Trả hai lần", payee=payee)
    return actions.ask(by=by, wish=wish, at=LATER)  # type: ignore[arg-type]


def agreed(world: World, payment: Payment, amount_vnd: int) -> Refund:
    refund = ask(payment, amount_vnd, by=world.lan.actor)
    return actions.approve(by=world.hoa.actor, refund_id=refund.pk, at=LATER)


def sent(refund: Refund) -> None:
    (due,) = actions.claim_due(at=LATER, limit=5)
    assert (due.refund.pk, due.deed) == (refund.pk, Deed.REFUND)


def told(refund: Refund, outcome: Outcome, amount_vnd: int = 0) -> Refund:
    notice = RefundNotice(outcome, amount_vnd, "RF-1", "word")
    return actions.record_told(refund_id=refund.pk, told=notice, note="", at=LATER)


def bill_now(bill: Bill) -> tuple[int, str]:
    bill.refresh_from_db()
    return bill.paid_vnd, bill.state


def test_an_overpayment_goes_back_out_of_the_credit_and_the_bill_stays_paid(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay, TOTAL + 40_000)
    assert [one.pk for one in queries.offers(world.a.id)] == [payment.pk]
    refund = agreed(world, payment, 40_000)
    assert list(queries.offers(world.a.id)) == []
    before = last_transfer()
    sent(refund)
    assert transfers(world.a.id, before) == Counter(
        [
            Moved(
                "refund_credit", f"payer_credit:{bills[0].beneficiary_id}", "refund_due:", 40_000,
                bills[0].code, WHEN,
            )
        ]
    )  # fmt: skip
    assert told(refund, Outcome.CONFIRMED).state == "refunded"
    assert bill_now(bills[0]) == (TOTAL, "paid")
    assert balances(world.a.id)["clearing:vnpay"] == TOTAL
    assert rows(
        "SELECT payments, value_vnd, refunds, refunded_vnd FROM month_count WHERE method = 'web'"
    ) == [(1, TOTAL + 40_000, 1, 40_000)]
    assert differences() == []


def test_a_whole_refund_opens_the_bill_again_and_a_part_of_it_leaves_it_part_paid(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    first = agreed(world, payment, 160_000)
    sent(first)
    assert bill_now(bills[0]) == (500_000, "part_paid")
    told(first, Outcome.CONFIRMED, 160_000)
    second = agreed(world, payment, 500_000)
    sent(second)
    told(second, Outcome.CONFIRMED)
    assert bill_now(bills[0]) == (0, "open")
    assert "clearing:vnpay" not in balances(world.a.id)
    assert differences() == []
    with pytest.raises(errors.NothingToRefund):
        ask(payment, 1)


def test_a_failed_refund_pays_the_bill_again_or_becomes_credit(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    first = agreed(world, payment, TOTAL)
    sent(first)
    assert told(first, Outcome.REFUSED).state == "failed"
    assert bill_now(bills[0]) == (TOTAL, "paid")
    # After a failure the provider is not asked again: the money goes by a transfer.
    with pytest.raises(errors.PayeeMissing):
        ask(payment, TOTAL, by=world.lan.actor)
    again = ask(payment, TOTAL, by=world.lan.actor, payee=ACCOUNT)
    actions.approve(by=world.hoa.actor, refund_id=again.pk, at=LATER)
    assert actions.claim_due(at=LATER, limit=5) == []
    assert bill_now(bills[0]) == (0, "open")
    paid_by(world, bills[0], vnpay)
    with pytest.raises(errors.DocumentMissing):
        actions.hand_over(by=world.lan.actor, refund_id=again.pk, document=" ", at=LATER)
    actions.hand_over(by=world.lan.actor, refund_id=again.pk, document="UNC 12", at=LATER)
    actions.claim_due(at=LATER, limit=5)
    again.refresh_from_db()
    assert again.state == "refunded"
    assert balances(world.a.id)[f"bank:{worlds.ACCOUNT_A}"] == -TOTAL
    assert differences() == []


def test_money_that_stays_after_the_bill_was_paid_anew_is_credit(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    refund = agreed(world, payment, TOTAL)
    sent(refund)
    paid_by(world, bills[0], vnpay)
    told(refund, Outcome.REFUSED)
    assert bill_now(bills[0]) == (TOTAL, "paid")
    assert balances(world.a.id)[f"payer_credit:{bills[0].beneficiary_id}"] == -TOTAL
    assert differences() == []


def test_no_answer_is_not_a_failure_and_ends_with_a_person(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    refund = agreed(world, paid_by(world, bills[0], vnpay), TOTAL)
    sent(refund)
    at = LATER
    while True:
        refund = actions.record_told(
            refund_id=refund.pk, told=RefundNotice(Outcome.UNKNOWN), note="timed_out", at=at
        )
        assert refund.state == "sent"
        if refund.next_ask_at is None:
            break
        at = refund.next_ask_at
        (due,) = actions.claim_due(at=at, limit=1)
        assert due.deed is Deed.ASK
    assert refund.needs_person
    actions.settle_by_hand(
        by=world.lan.actor, refund_id=refund.pk, went_back=True, document="VNPAY 991", at=at
    )
    actions.claim_due(at=at, limit=1)
    refund.refresh_from_db()
    assert (refund.state, refund.document) == ("refunded", "VNPAY 991")
    assert differences() == []


def test_a_refund_of_another_amount_is_not_believed(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    refund = agreed(world, paid_by(world, bills[0], vnpay), TOTAL)
    sent(refund)
    refund = told(refund, Outcome.CONFIRMED, TOTAL - 1)
    assert (refund.state, refund.needs_person) == ("sent", True)


def test_above_the_limit_two_people_agree(world: World, bills: list[Bill], vnpay: Merchant) -> None:
    payment = paid_by(world, bills[0], vnpay)
    actions.set_limit(by=world.hoa.actor, facility_id=world.a.id, alone_vnd=100_000, at=AT)
    alone = ask(payment, 100_000, by=world.lan.actor)
    assert (alone.state, alone.approved_by) == ("approved", world.lan.actor.user_id)
    large = ask(payment, 100_001, by=world.lan.actor)
    assert large.state == "asked"
    with pytest.raises(errors.SecondPersonNeeded):
        actions.approve(by=world.lan.actor, refund_id=large.pk, at=LATER)
    with pytest.raises(NotAllowed):
        actions.approve(by=world.minh.actor, refund_id=large.pk, at=LATER)
    with pytest.raises(NotYours):
        actions.approve(by=world.quan.actor, refund_id=large.pk, at=LATER)
    assert actions.approve(by=world.hoa.actor, refund_id=large.pk, at=LATER).state == "approved"


def test_what_a_payer_asks_needs_two_people_above_the_limit_and_one_below(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay, TOTAL + 10_000)
    wish = ask(payment, 5_000)
    assert (wish.state, wish.by_payer, wish.asked_by) == ("asked", True, None)
    assert actions.approve(by=world.lan.actor, refund_id=wish.pk, at=LATER).state == "asked"
    assert actions.approve(by=world.hoa.actor, refund_id=wish.pk, at=LATER).state == "approved"
    actions.set_limit(by=world.hoa.actor, facility_id=world.a.id, alone_vnd=10_000, at=AT)
    small = ask(payment, 5_000)
    assert actions.approve(by=world.lan.actor, refund_id=small.pk, at=LATER).state == "approved"


def test_never_above_what_was_paid(world: World, bills: list[Bill], vnpay: Merchant) -> None:
    payment = paid_by(world, bills[0], vnpay)
    with pytest.raises(errors.AmountAbovePaid) as refused:
        ask(payment, TOTAL + 1, by=world.lan.actor)
    assert refused.value.rest_vnd == TOTAL
    ask(payment, 600_000, by=world.lan.actor)
    with pytest.raises(errors.AmountAbovePaid):
        ask(payment, 60_001, by=world.lan.actor)
    withdrawn = ask(payment, 60_000, by=world.lan.actor)
    actions.withdraw(by=world.lan.actor, refund_id=withdrawn.pk, reason="Nhầm", at=LATER)
    ask(payment, 60_000, by=world.lan.actor)


def test_a_reversal_takes_the_money_out_and_the_bill_is_owed_again(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    refund = actions.record_reversal(
        by=world.lan.actor, payment_id=payment.pk, amount_vnd=TOTAL, reason="VNPAY 04", at=LATER
    )
    assert refund.state == "asked"
    actions.approve(by=world.hoa.actor, refund_id=refund.pk, at=LATER)
    assert actions.claim_due(at=LATER, limit=5) == []
    refund.refresh_from_db()
    assert refund.state == "reversed"
    assert bill_now(bills[0]) == (0, "open")
    assert differences() == []


def test_cash_goes_back_at_the_desk(world: World, bills: list[Bill]) -> None:
    payment = payments.take_cash(
        by=world.minh.actor, code=bills[0].code, amount_vnd=TOTAL, key="k", payer_name="", at=AT
    )
    refund = agreed(world, payment, TOTAL)
    assert refund.way == "cash"
    actions.claim_due(at=LATER, limit=5)
    actions.hand_over(by=world.minh.actor, refund_id=refund.pk, document="PC 07", at=LATER)
    actions.claim_due(at=LATER, limit=5)
    refund.refresh_from_db()
    assert refund.state == "refunded"
    assert "cash" not in balances(world.a.id)
    assert differences() == []


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE refund SET state = 'refunded' WHERE id = %s",
        "UPDATE refund SET amount_vnd = 1 WHERE id = %s",
        "UPDATE refund SET state = 'approved', approved_by = asked_by WHERE id = %s",
        "DELETE FROM refund WHERE id = %s",
        "INSERT INTO payment_return (facility_id, payment_id, refund_id, kind, from_bill_vnd,"
        " happened_at) SELECT facility_id, payment_id, id, 'asked', 1, now() FROM refund"
        " WHERE id = %s",
    ],
)
def test_pages_send_nothing_back_by_themselves(
    world: World, bills: list[Bill], vnpay: Merchant, as_role: Callable[..., None], deed: str
) -> None:
    refund = ask(paid_by(world, bills[0], vnpay), TOTAL, by=world.lan.actor)
    as_role("thuphi_app", world.a.id)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed, [refund.pk])


def test_pages_ask_agree_and_hand_over(
    world: World, bills: list[Bill], vnpay: Merchant, as_role: Callable[..., None]
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    as_role("thuphi_app", world.a.id)
    refund = ask(payment, TOTAL, by=world.lan.actor)
    assert actions.approve(by=world.hoa.actor, refund_id=refund.pk, at=LATER).state == "approved"


def test_several_small_refunds_of_one_payment_count_together(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    actions.set_limit(by=world.hoa.actor, facility_id=world.a.id, alone_vnd=300_000, at=AT)
    states = [ask(payment, part, by=world.lan.actor).state for part in (200_000, 100_000, 1)]
    assert states == ["approved", "approved", "asked"]


def test_a_wish_pressed_twice_is_asked_once(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay)
    wish = Wish(
        payment_id=payment.pk, amount_vnd=200_000, reason="Nộp hai lần", seen_rest_vnd=TOTAL
    )
    actions.ask(by=world.lan.actor, wish=wish, at=LATER)
    with pytest.raises(errors.RestChanged):
        actions.ask(by=world.lan.actor, wish=wish, at=LATER)


def test_a_family_asks_for_no_more_than_it_paid_too_much(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = paid_by(world, bills[0], vnpay, TOTAL + 40_000)
    with pytest.raises(errors.AmountAbovePaid):
        ask(payment, 40_001)
    ask(payment, 40_000)
    with pytest.raises(errors.NothingToRefund):
        ask(payment, 1)


def refused_by_the_book(world: World, payment: Payment) -> Refund:
    """A refund whose first step stands in the book already, so that the database refuses it."""
    refund = agreed(world, payment, TOTAL)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payment_return (facility_id, payment_id, refund_id, kind, from_bill_vnd,"
            " happened_at) VALUES (%s, %s, %s, 'asked', 1, now()),"
            " (%s, %s, %s, 'failed', 1, now())",
            [*(world.a.id, payment.pk, refund.pk) * 2],
        )
    return refund


def test_what_the_book_refuses_holds_up_no_other_and_a_person_takes_it_up(
    world: World, bills: list[Bill], vnpay: Merchant, as_role: Callable[..., None]
) -> None:
    stuck = refused_by_the_book(world, paid_by(world, bills[0], vnpay))
    other = agreed(world, paid_by(world, bills[1], vnpay), TOTAL)
    assert [one.refund.pk for one in actions.claim_due(at=LATER, limit=5)] == [other.pk]
    stuck.refresh_from_db()
    assert (stuck.state, stuck.next_ask_at, queries.is_stuck(stuck)) == ("approved", None, True)
    with pytest.raises(errors.NotWaiting):
        actions.take_up_again(by=world.hoa.actor, refund_id=other.pk, at=LATER)
    with pytest.raises(NotAllowed):
        actions.take_up_again(by=world.minh.actor, refund_id=stuck.pk, at=LATER)
    as_role("thuphi_app", world.a.id)
    actions.take_up_again(by=world.hoa.actor, refund_id=stuck.pk, at=LATER)
    stuck.refresh_from_db()
    assert (stuck.next_ask_at, stuck.needs_person) == (LATER, False)
