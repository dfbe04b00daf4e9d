"""Money on its way back by every provider that can: whole, in part, refused, unanswered."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds import errors, queries
from thuphi.money.refunds.actions import Payee, Wish
from thuphi.money.refunds.models import Refund

from .expected import METHODS
from .others import HANG_SECONDS, Deed
from .road import QUESTIONS_MAX, TOTAL, Dying, Road, WorkerDied, payments_of

pytestmark = pytest.mark.slow

CAN_REFUND = ("vnpay", "momo", "zalopay", "gsma", "nexo")
SILENT: dict[str, dict[str, object]] = {
    "vnpay": {"next": "timeout", "on": "refund", "seconds": HANG_SECONDS},
    "momo": {"next": "timeout"},
    "zalopay": {"next": "timeout"},
    "gsma": {"next": "timeout"},
    "nexo": {"next": "timeout"},
}
FAILS = [
    ("vnpay", "refund_fails"),
    ("vnpay", "refund_fails_later"),
    *((channel, "refund_fails") for channel in ("momo", "zalopay", "gsma", "nexo")),
]
NOBODY = Payee()
ACCOUNT = Payee(bin="970436", account="1012345678", name="NGUYEN VAN BINH")


def paid(road: Road, channel: str, bill: Bill) -> tuple[Attempt, Payment]:
    """A bill paid whole by this way."""
    attempt = road.start(channel, bill)
    if channel != "nexo":
        road.others[channel].visit(attempt, Deed.PAY)
        if channel != "zalopay":
            road.wait_for_notices(attempt, 1)
    attempt = road.settle(attempt)
    assert attempt.state == "confirmed"
    road.rest()
    (payment,) = payments_of(bill)
    return attempt, payment


def agreed(road: Road, payment: Payment, amount_vnd: int, payee: Payee = NOBODY) -> Refund:
    """The accountant asks, the head agrees."""
    wish = Wish(payment_id=payment.pk, amount_vnd=amount_vnd, reason="Trả nhầm", payee=payee)
    refund = refunds.ask(by=road.world.lan.actor, wish=wish, at=road.now())
    return refunds.approve(by=road.world.hoa.actor, refund_id=refund.pk, at=road.now())


def settled(road: Road, refund: Refund) -> Refund:
    """Sent, and asked after until it is over or a person's turn has come."""
    road.work()
    for _ in range(QUESTIONS_MAX):
        refund.refresh_from_db()
        if refund.next_ask_at is None:
            road.ahead = timedelta()
            return refund
        road.ahead = refund.next_ask_at - datetime.now(UTC) + timedelta(milliseconds=1)
        road.work()
    raise AssertionError("it is asked after without an end")


@pytest.mark.parametrize("channel", CAN_REFUND)
def test_a_part_goes_back_and_then_the_rest(road: Road, bill: Bill, channel: str) -> None:
    attempt, payment = paid(road, channel, bill)
    before, other = road.before(), road.others[channel]
    first = settled(road, agreed(road, payment, 160_000))
    assert (first.state, first.way) == ("refunded", "provider"), first.status
    bill.refresh_from_db()
    assert (bill.paid_vnd, bill.state) == (500_000, "part_paid")
    second = settled(road, agreed(road, payment, 500_000))
    assert (second.state, second.way) == ("refunded", "provider"), second.status
    bill.refresh_from_db()
    assert (bill.paid_vnd, bill.state) == (0, "open")
    assert other.given_back(attempt.reference) == [160_000, 500_000]
    assert road.moved(before) == Counter(
        [
            ("refund_bill", "receivable:", "refund_due:", 160_000),
            ("refund_done", "refund_due:", f"clearing:{channel}", 160_000),
            ("refund_bill", "receivable:", "refund_due:", 500_000),
            ("refund_done", "refund_due:", f"clearing:{channel}", 500_000),
        ]
    )
    method = METHODS.get(channel, "web")
    assert road.counted(before) == {f"{method}:refunds": 2, f"{method}:refunded_vnd": TOTAL}
    with pytest.raises(errors.NothingToRefund):
        agreed(road, payment, 1)
    assert differences() == []


@pytest.mark.parametrize("channel", CAN_REFUND)
def test_the_whole_goes_back_at_once(road: Road, bill: Bill, channel: str) -> None:
    attempt, payment = paid(road, channel, bill)
    refund = settled(road, agreed(road, payment, TOTAL))
    assert (refund.state, refund.way) == ("refunded", "provider"), refund.status
    assert road.others[channel].given_back(attempt.reference) == [TOTAL]
    assert differences() == []


@pytest.mark.parametrize(("channel", "fault"), FAILS)
def test_a_refund_that_fails_pays_the_bill_again(
    road: Road, bill: Bill, channel: str, fault: str
) -> None:
    attempt, payment = paid(road, channel, bill)
    before, other = road.before(), road.others[channel]
    other.control({"next": fault})
    refund = settled(road, agreed(road, payment, TOTAL))
    assert (refund.state, refund.needs_person) == ("failed", False), refund.status
    bill.refresh_from_db()
    assert (bill.paid_vnd, bill.state) == (TOTAL, "paid")
    assert other.given_back(attempt.reference) == []
    assert road.moved(before) == Counter(
        [
            ("refund_bill", "receivable:", "refund_due:", TOTAL),
            ("refund_failed_bill", "refund_due:", "receivable:", TOTAL),
        ]
    )
    assert road.counted(before) == {}
    assert differences() == []
    # The family still gets its money: by a transfer, with a number to prove it.
    with pytest.raises(errors.PayeeMissing):
        agreed(road, payment, TOTAL)
    by_hand = agreed(road, payment, TOTAL, ACCOUNT)
    road.work()
    refunds.hand_over(
        by=road.world.lan.actor, refund_id=by_hand.pk, document="UNC 12", at=road.now()
    )
    road.work()
    by_hand.refresh_from_db()
    assert (by_hand.way, by_hand.state) == ("transfer", "refunded")
    assert differences() == []


@pytest.mark.parametrize("channel", CAN_REFUND)
def test_a_refund_without_an_answer_is_asked_after_and_sent_once(
    road: Road, bill: Bill, channel: str
) -> None:
    attempt, payment = paid(road, channel, bill)
    road.others[channel].control(SILENT[channel])
    refund = agreed(road, payment, TOTAL)
    road.work()
    refund.refresh_from_db()
    assert (refund.state, refund.note) == ("sent", "timed_out")
    refund = settled(road, refund)
    assert (refund.state, refund.asks) == ("refunded", 1), refund.status
    assert road.others[channel].given_back(attempt.reference) == [TOTAL]
    assert differences() == []


def test_a_refund_of_which_nobody_knows_anything_ends_with_a_person(road: Road, bill: Bill) -> None:
    attempt, payment = paid(road, "momo", bill)
    road.others["momo"].control({"next": "down"})
    refund = settled(road, agreed(road, payment, TOTAL))
    assert (refund.state, refund.needs_person) == ("sent", True)
    refunds.settle_by_hand(
        by=road.world.lan.actor,
        refund_id=refund.pk,
        went_back=False,
        document="MoMo trả lời qua điện thoại",
        at=road.now(),
    )
    road.work()
    refund.refresh_from_db()
    bill.refresh_from_db()
    assert (refund.state, bill.state) == ("failed", "paid")
    assert road.others["momo"].given_back(attempt.reference) == []
    assert differences() == []


@pytest.mark.parametrize("channel", CAN_REFUND)
def test_a_worker_that_dies_over_a_refund_does_not_send_it_twice(
    road: Road, bill: Bill, channel: str
) -> None:
    attempt, payment = paid(road, channel, bill)
    refund = agreed(road, payment, TOTAL)
    alive, road.sender = road.sender, Dying(road.sender)
    with pytest.raises(WorkerDied):
        road.work()
    road.sender = alive
    assert road.work() == 0, "another worker took it before its lease was over"
    refund = settled(road, refund)
    assert refund.state == "refunded", refund.status
    assert road.others[channel].given_back(attempt.reference) == [TOTAL]
    assert differences() == []


def test_two_wishes_at_once_never_come_to_more_than_was_paid(road: Road, bill: Bill) -> None:
    attempt, payment = paid(road, "momo", bill)
    both = threading.Barrier(2)

    def ask(_: int) -> bool:
        wish = Wish(payment_id=payment.pk, amount_vnd=400_000, reason="Trả nhầm")
        try:
            both.wait(10)
            refund = refunds.ask(by=road.world.lan.actor, wish=wish, at=road.now())
            refunds.approve(by=road.world.hoa.actor, refund_id=refund.pk, at=road.now())
        except errors.AmountAbovePaid:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, range(2))) == [False, True]
    settled(road, Refund.objects.get(payment=payment))
    assert road.others["momo"].given_back(attempt.reference) == [400_000]
    assert differences() == []


def test_parts_of_one_payment_go_one_after_the_other_and_each_once(road: Road, bill: Bill) -> None:
    attempt, payment = paid(road, "vnpay", bill)
    parts = [agreed(road, payment, 220_000) for _ in range(3)]
    together = threading.Barrier(3)

    def work(_: int) -> None:
        try:
            together.wait(10)
            road.work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert road.others["vnpay"].given_back(attempt.reference) == [220_000]
    assert [settled(road, part).state for part in parts] == ["refunded"] * 3
    assert road.others["vnpay"].given_back(attempt.reference) == [220_000] * 3
    assert differences() == []


def test_the_end_of_one_part_is_not_taken_for_that_of_an_equal_part(road: Road, bill: Bill) -> None:
    other = road.others["vnpay"]
    attempt, payment = paid(road, "vnpay", bill)
    assert settled(road, agreed(road, payment, 220_000)).state == "refunded"
    # The second part never reaches VNPAY, which goes on telling of the first.
    other.control({"next": "down", "on": "refund"})
    refund = settled(road, agreed(road, payment, 220_000))
    assert (refund.state, refund.needs_person) == ("sent", True), refund.status
    assert other.given_back(attempt.reference) == [220_000]
    refunds.settle_by_hand(
        by=road.world.lan.actor,
        refund_id=refund.pk,
        went_back=False,
        document="VNPAY trả lời",
        at=road.now(),
    )
    road.work()
    assert differences() == []


def test_a_bill_paid_twice_is_credit_and_the_second_payment_goes_back(
    road: Road, bill: Bill
) -> None:
    first = road.start("momo", bill)
    road.ahead = timedelta(minutes=106)
    first = road.settle(first)
    assert first.state == "expired"
    road.ahead = timedelta()
    second = road.start("payos", bill)
    road.others["payos"].visit(second, Deed.PAY)
    road.wait_for_notices(second, 1)
    # The payer still had MoMo's page open and pays there as well: real money, told to us late.
    road.others["momo"].visit(first, Deed.PAY)
    road.wait_for_notices(first, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("confirmed", "confirmed")
    told = [(one.channel, one.applied_vnd, one.excess_vnd) for one in payments_of(bill)]
    assert told == [("payos", TOTAL, 0), ("momo", 0, TOTAL)]
    offered = [one.pk for one in queries.offers(road.world.a.id)]
    payment = payments_of(bill)[1]
    assert payment.pk in offered
    wish = Wish(payment_id=payment.pk, amount_vnd=TOTAL, reason="Trả hai lần")
    refund = refunds.ask(by=PAYER, wish=wish, at=road.now())
    for person in (road.world.lan, road.world.hoa):
        refund = refunds.approve(by=person.actor, refund_id=refund.pk, at=road.now())
    assert settled(road, refund).state == "refunded"
    bill.refresh_from_db()
    assert (bill.paid_vnd, bill.state) == (TOTAL, "paid")
    assert road.others["momo"].given_back(first.reference) == [TOTAL]
    assert differences() == []
