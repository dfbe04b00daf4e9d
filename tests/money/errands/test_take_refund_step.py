"""One step of a refund: what never left stays with us, what may have left is asked after."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.calls.errors import NoAnswer, NotSent, Why
from thuphi.ground.channels.contract import Answer, Outcome, RefundNotice
from thuphi.money.bills.models import Bill
from thuphi.money.errands.actions import take_refund_step
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.actions import Deed, Wish
from thuphi.money.refunds.models import Refund
from thuphi.registers.methods.models import Merchant

from .scripted import Said, Scripted, momo_says, page, told

TOTAL = 660_000
LATER = AT + timedelta(hours=2)


def agreed(world: World, bill: Bill, merchant: Merchant, reference: str = "4088878653") -> Refund:
    heard = worlds.hear(
        world, bill.code, TOTAL, merchant=merchant, account="", method="web", reference=reference,
        our_reference=f"{bill.code}-0",
    )  # fmt: skip
    post_all()
    payment = Payment.objects.get(heard_id=heard)
    wish = Wish(payment_id=payment.pk, amount_vnd=TOTAL, reason="Trả nhầm")
    refund = refunds.ask(by=world.lan.actor, wish=wish, at=LATER)
    return refunds.approve(by=world.hoa.actor, refund_id=refund.pk, at=LATER)


def taken(refund: Refund, *said: Said, at: datetime = LATER) -> Scripted:
    """Claim what is due at that moment, take it, and return what was sent."""
    sender = Scripted(list(said))
    (due,) = refunds.claim_due(at=at, limit=5)
    take_refund_step(due, sender=sender, clock=lambda: at)
    assert sender.said == [], "the step did not go so far"
    refund.refresh_from_db()
    return sender


def bill_state(bill: Bill) -> str:
    bill.refresh_from_db()
    return str(bill.state)


def test_a_refund_that_is_done_at_once(world: World, bills: list[Bill], momo: Merchant) -> None:
    refund = agreed(world, bills[0], momo)
    sender = taken(refund, momo_says(amount=TOTAL, transId=77))
    body = json.loads(sender.calls[0].body)
    assert sender.calls[0].url.endswith("/v2/gateway/api/refund")
    assert (body["transId"], body["amount"]) == (4088878653, TOTAL)
    assert (refund.state, refund.provider_reference) == ("refunded", "77")
    assert bill_state(bills[0]) == "open"
    assert differences() == []


@pytest.mark.parametrize("why", [Why.NOT_CONNECTED, Why.DOWN, Why.NO_TLS, Why.BUSY])
def test_a_refund_that_never_left_is_sent_again(
    world: World, bills: list[Bill], momo: Merchant, why: Why
) -> None:
    refund = agreed(world, bills[0], momo)
    taken(refund, NotSent(why))
    assert (refund.state, refund.note, refund.sent_at) == ("sent", why.value, None)
    assert refund.next_ask_at is not None
    sender = taken(refund, momo_says(amount=TOTAL, transId=77), at=refund.next_ask_at)
    assert sender.calls[0].url.endswith("/v2/gateway/api/refund")
    assert refund.state == "refunded"
    assert differences() == []


def test_a_refund_that_never_leaves_ends_with_a_person(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    refund = agreed(world, bills[0], momo)
    sent = 0
    while refund.next_ask_at is not None:
        taken(refund, NotSent(Why.DOWN), at=refund.next_ask_at)
        sent += 1
    assert (sent, refund.state, refund.needs_person) == (refunds.SENDS_MAX, "sent", True)


def test_one_part_of_a_payment_waits_for_the_other(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    heard = worlds.hear(
        world, bills[0].code, TOTAL, merchant=momo, account="", method="web", reference="4088878653"
    )
    post_all()
    payment = Payment.objects.get(heard_id=heard)
    parts = []
    for amount_vnd in (160_000, 500_000):
        wish = Wish(payment_id=payment.pk, amount_vnd=amount_vnd, reason="Trả nhầm")
        asked = refunds.ask(by=world.lan.actor, wish=wish, at=LATER)
        parts.append(refunds.approve(by=world.hoa.actor, refund_id=asked.pk, at=LATER))
    (first,) = refunds.claim_due(at=LATER, limit=5)
    take_refund_step(first, sender=Scripted([NoAnswer(Why.CUT)]), clock=lambda: LATER)
    parts[1].refresh_from_db()
    assert (parts[1].state, parts[1].next_ask_at) == ("approved", LATER + timedelta(minutes=1))
    parts[0].refresh_from_db()
    notice = RefundNotice(Outcome.CONFIRMED)
    refunds.record_told(refund_id=parts[0].pk, told=notice, note="", at=LATER)
    (second,) = refunds.claim_due(at=LATER + timedelta(minutes=1), limit=5)
    assert (second.refund.pk, second.deed) == (parts[1].pk, Deed.REFUND)


def test_a_refund_that_must_not_be_sent_fails_without_a_call(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    refund = agreed(world, bills[0], momo, reference="no number of MoMo's")
    assert taken(refund).calls == []
    assert (refund.state, refund.note) == ("failed", "OrderRefused")


def test_a_merchant_without_its_secret_sends_nothing_back(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    refund = agreed(world, bills[0], momo)
    Merchant.objects.filter(pk=momo.pk).update(
        settings={"endpoint": "https://test-payment.momo.vn"}
    )
    assert taken(refund).calls == []
    assert (refund.state, refund.note) == ("failed", "SignatureWrong")


@pytest.mark.parametrize(
    "said", [NoAnswer(Why.TIMED_OUT), page(502), page(200, b"{"), momo_says(resultCode=99)]
)
def test_a_refund_that_may_have_left_is_asked_after_and_never_sent_again(
    world: World, bills: list[Bill], momo: Merchant, said: Said
) -> None:
    refund = agreed(world, bills[0], momo)
    taken(refund, said)
    assert (refund.state, refund.next_ask_at) == ("sent", LATER + timedelta(minutes=1))
    line = {"orderId": refund.reference, "amount": TOTAL, "resultCode": 0, "transId": 78}
    at = LATER + timedelta(minutes=1)
    sender = taken(refund, momo_says(refundTrans=[line]), at=at)
    assert [call.url for call in sender.calls] == [
        "https://test-payment.momo.vn/v2/gateway/api/refund/query"
    ]
    assert (refund.state, refund.provider_reference) == ("refunded", "78")
    assert differences() == []


@pytest.mark.parametrize("said", [NotSent(Why.DOWN), NoAnswer(Why.CUT), page(502)])
def test_a_question_without_an_answer_ends_no_refund(
    world: World, bills: list[Bill], momo: Merchant, said: Said
) -> None:
    refund = agreed(world, bills[0], momo)
    taken(refund, NoAnswer(Why.TIMED_OUT))
    while refund.next_ask_at is not None:
        taken(refund, said, at=refund.next_ask_at)
        assert refund.state == "sent"
    assert (refund.needs_person, refund.asks) == (True, 11)
    assert bill_state(bills[0]) == "open"


def test_money_of_a_refund_that_differs_is_for_a_person(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    refund = agreed(world, bills[0], momo)
    taken(refund, momo_says(amount=TOTAL - 1, transId=77))
    assert (refund.state, refund.needs_person) == ("sent", True)


def test_the_walk_of_a_reversal_goes_where_each_answer_leads(
    world: World, bills: list[Bill], gsma: Merchant
) -> None:
    refund = agreed(world, bills[0], gsma, reference="T-1")
    pending = {"serverCorrelationId": "S-9", "status": "pending"}
    taken(refund, Answer(202, {}, json.dumps(pending).encode(), LATER))
    assert (refund.state, refund.provider_reference) == ("sent", "requeststates/S-9")
    completed = {"serverCorrelationId": "S-9", "status": "completed", "objectReference": "R-1"}
    reversal = {
        "transactionReference": "R-1",
        "transactionStatus": "completed",
        "type": "reversal",
        "amount": str(TOTAL),
        "currency": "VND",
        "originalTransactionReference": "T-1",
    }
    at = LATER + timedelta(minutes=1)
    sender = taken(refund, told(completed), told(reversal), at=at)
    places = ["/".join(call.url.split("/")[-2:]) for call in sender.calls]
    assert places == ["requeststates/S-9", "transactions/R-1"]
    assert (refund.state, refund.provider_reference) == ("refunded", "R-1")


def test_a_reversal_that_is_still_pending_is_asked_once_a_time(
    world: World, bills: list[Bill], gsma: Merchant
) -> None:
    refund = agreed(world, bills[0], gsma, reference="T-1")
    pending = {"serverCorrelationId": "S-9", "status": "pending"}
    taken(refund, Answer(202, {}, json.dumps(pending).encode(), LATER))
    sender = taken(refund, told(pending), at=LATER + timedelta(minutes=1))
    assert len(sender.calls) == 1
    assert refund.next_ask_at == LATER + timedelta(minutes=5)


def test_a_refund_that_is_over_is_not_claimed(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    refund = agreed(world, bills[0], momo)
    sender = taken(refund, momo_says(amount=TOTAL, transId=77))
    assert len(sender.calls) == 1
    assert refunds.claim_due(at=LATER + timedelta(days=30), limit=5) == []


def test_while_a_refund_is_sent_nobody_else_may_take_it(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    agreed(world, bills[0], momo)
    (due,) = refunds.claim_due(at=LATER, limit=5)
    assert due.deed is Deed.REFUND
    assert refunds.claim_due(at=LATER + timedelta(minutes=3), limit=5) == []
    (again,) = refunds.claim_due(at=LATER + timedelta(minutes=4), limit=5)
    assert again.deed is Deed.ASK


def test_lines_and_channels_that_are_full_are_left_out(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    agreed(world, bills[0], momo)
    assert refunds.claim_due(at=LATER, limit=5, except_merchants=[momo.pk]) == []
    assert refunds.claim_due(at=LATER, limit=5, except_channels=["momo"]) == []
    assert len(refunds.claim_due(at=LATER, limit=5, except_channels=["vnpay"])) == 1
