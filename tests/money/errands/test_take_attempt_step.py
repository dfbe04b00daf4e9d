"""One step of an attempt: what is written down for everything that can come back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.ground.calls.errors import NoAnswer, NotSent, Why
from thuphi.ground.channels.contract import Answer
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.actions import Deed, Due, Wish
from thuphi.money.attempts.errors import AnotherIsLive
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import steps_of
from thuphi.money.bills.models import Bill
from thuphi.money.errands.actions import WALK_MAX, take_attempt_step
from thuphi.money.errands.models import LineTrouble
from thuphi.money.errands.queries import lines_down
from thuphi.money.payments.models import Payment
from thuphi.registers.methods.models import Merchant

from .scripted import Said, Scripted, made, momo_says, page, told

TOTAL = 660_000
URL = "https://truong.example.edu.vn/tra-ve"
NOT_SENT = [why for why in Why if why not in (Why.TIMED_OUT, Why.CUT, Why.TOO_LARGE)]
UNREADABLE = [page(502), page(200), page(200, b""), page(200, b'{"resultCode":'), told([1])]


def begun(
    bill: Bill, merchant: Merchant, *, return_url: str = URL, extra: dict[str, str] | None = None
) -> Attempt:
    wish = Wish(
        code=bill.code,
        merchant_id=merchant.pk,
        amount_vnd=TOTAL,
        return_url=return_url,
        extra=extra or {},
    )
    return attempts.begin(by=PAYER, wish=wish, at=AT)


def taken(attempt: Attempt, *said: Said, at: datetime = AT) -> Scripted:
    """Claim what is due at that moment, take it, and return what was sent."""
    sender = Scripted(list(said))
    (due,) = attempts.claim_due(at=at, limit=5)
    assert due.attempt.pk == attempt.pk
    take_attempt_step(due, sender=sender, clock=lambda: at)
    assert sender.said == [], "the step did not go so far"
    attempt.refresh_from_db()
    return sender


def last_note(attempt: Attempt) -> tuple[str, str, str]:
    step = steps_of(attempt.pk)[-1]
    return step.deed, step.outcome, step.note


def test_a_page_that_we_sign_needs_no_call(bills: list[Bill], vnpay: Merchant) -> None:
    attempt = begun(bills[0], vnpay)
    assert taken(attempt).calls == []
    assert (attempt.state, attempt.url.partition("?")[0]) == (
        "pending",
        "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html",
    )
    assert attempt.next_ask_at == AT + timedelta(minutes=6)


def test_a_start_tells_where_to_pay(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    sender = taken(attempt, made)
    assert [call.url for call in sender.calls] == [
        "https://test-payment.momo.vn/v2/gateway/api/create"
    ]
    assert sender.lines == [f"merchant-{momo.pk}"]
    assert b"/gate/momo/vidu-momo" in sender.calls[0].body
    assert (attempt.state, attempt.url) == (
        "pending",
        "https://test-payment.momo.vn/v2/gateway/pay?t=1",
    )


@pytest.mark.parametrize("why", NOT_SENT)
def test_a_start_that_never_arrived_frees_the_way(
    bills: list[Bill], momo: Merchant, vnpay: Merchant, why: Why
) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, NotSent(why, "host"))
    assert (attempt.state, attempt.next_ask_at) == ("refused", None)
    assert last_note(attempt) == ("answered", "refused", why.value)
    assert begun(bills[0], vnpay).state == "created"


@pytest.mark.parametrize("why", [Why.TIMED_OUT, Why.CUT, Why.TOO_LARGE])
def test_a_start_that_may_have_arrived_is_unknown_and_asked_after(
    bills: list[Bill], momo: Merchant, vnpay: Merchant, why: Why
) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, NoAnswer(why, "host"))
    assert (attempt.state, attempt.next_ask_at) == ("unknown", AT + timedelta(minutes=1))
    assert last_note(attempt) == ("answered", "unknown", why.value)
    with pytest.raises(AnotherIsLive):
        begun(bills[0], vnpay)


@pytest.mark.parametrize("answer", UNREADABLE)
def test_an_answer_that_cannot_be_read_is_no_failure(
    bills: list[Bill], momo: Merchant, answer: Answer
) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, answer)
    assert (attempt.state, attempt.needs_person) == ("unknown", False)
    taken(attempt, answer, at=AT + timedelta(minutes=1))
    assert (attempt.state, attempt.needs_person) == ("unknown", False)


def test_an_order_that_must_not_be_sent_is_refused_without_a_call(
    bills: list[Bill], momo: Merchant
) -> None:
    attempt = begun(bills[0], momo, return_url="nowhere")
    assert taken(attempt).calls == []
    assert last_note(attempt) == ("answered", "refused", "OrderRefused")


def test_a_merchant_without_its_secret_sends_nothing_and_is_not_unknown(
    bills: list[Bill], momo: Merchant
) -> None:
    Merchant.objects.filter(pk=momo.pk).update(
        settings={"endpoint": "https://test-payment.momo.vn"}
    )
    attempt = begun(bills[0], momo)
    assert taken(attempt).calls == []
    assert last_note(attempt) == ("answered", "refused", "SignatureWrong")


def test_a_start_after_its_last_minute_is_not_sent(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    assert taken(attempt, at=attempt.expires_at).calls == []
    assert last_note(attempt) == ("answered", "refused", "too_late")


def test_a_decline_at_the_start_is_the_end(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, momo_says(resultCode=1001))
    assert (attempt.state, attempt.status) == ("refused", "1001")


def test_money_in_an_answer_goes_by_the_inbox(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, made)
    paid = _paid(TOTAL)
    taken(attempt, paid, at=AT + timedelta(minutes=1))
    # Told, not yet booked: only the booking confirms.
    assert (attempt.state, last_note(attempt)[:2]) == ("pending", ("asked", "confirmed"))
    post_all()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.closed_at is not None) == ("confirmed", True)
    assert rows("SELECT provider_reference, reference, outcome, amount_vnd FROM heard") == [
        ("4088878653", attempt.reference, "confirmed", TOTAL)
    ]
    assert Payment.objects.get().amount_vnd == TOTAL


def _paid(amount_vnd: int) -> Said:
    return momo_says(amount=amount_vnd, transId=4088878653)


def test_another_amount_in_an_answer_waits_for_a_person_and_is_taken_in_as_it_came(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, made)
    later = AT + timedelta(minutes=1)
    taken(attempt, _paid(TOTAL - 1_000), at=later)
    post_all()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.needs_person) == ("unknown", True)
    assert not Payment.objects.exists()
    attempts.accept(by=world.lan.actor, attempt_id=attempt.pk, reason="Đúng", at=later)
    taken(attempt, at=later)
    post_all()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.needs_person) == ("confirmed", False)
    assert Payment.objects.get().amount_vnd == TOTAL - 1_000


def test_a_question_that_never_arrived_learns_nothing(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, made)
    taken(attempt, NotSent(Why.DOWN, "host"), at=AT + timedelta(minutes=1))
    assert (attempt.state, attempt.next_ask_at) == ("pending", AT + timedelta(minutes=5))
    # Its time is over, but nobody was asked: that is no expiry.
    late = AT + timedelta(hours=2)
    taken(attempt, NotSent(Why.DOWN, "host"), at=late)
    assert (attempt.state, last_note(attempt)) == ("unknown", ("asked", "unknown", "down"))
    pending = momo_says(resultCode=1000)
    taken(attempt, pending, at=AT + timedelta(days=1))
    assert attempt.state == "expired"


def test_every_question_unanswered_ends_with_a_person(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, made)
    asked = 0
    while attempt.next_ask_at is not None:
        taken(attempt, NoAnswer(Why.TIMED_OUT, "host"), at=attempt.next_ask_at)
        asked += 1
    assert (asked, attempt.state, attempt.needs_person) == (12, "unknown", True)
    assert attempt.asks == 12


def test_a_cancel_before_anything_was_sent_needs_no_call(bills: list[Bill], momo: Merchant) -> None:
    attempt = begun(bills[0], momo)
    attempts.ask_to_cancel(by=PAYER, attempt_id=attempt.pk, at=AT)
    assert taken(attempt).calls == []
    assert (attempt.state, last_note(attempt)[2]) == ("cancelled", "never_sent")


def test_a_cancel_that_its_provider_does_not_know_ends_nothing(
    bills: list[Bill], momo: Merchant
) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, made)
    sender = Scripted()
    take_attempt_step(Due(attempt, Deed.CANCEL), sender=sender, clock=lambda: AT)
    attempt.refresh_from_db()
    assert (sender.calls, attempt.state) == ([], "pending")
    assert last_note(attempt) == ("answered", "pending", "cannot_cancel")


@pytest.mark.parametrize(
    "said", [NotSent(Why.DOWN), NoAnswer(Why.CUT), page(502), told({"code": "00"})]
)
def test_a_cancel_without_an_answer_ends_nothing(
    bills: list[Bill], payos: Merchant, said: Said
) -> None:
    attempt = begun(bills[0], payos)
    taken(attempt, NoAnswer(Why.TIMED_OUT))
    late = attempt.expires_at + timedelta(hours=1)
    attempts.ask_to_cancel(by=PAYER, attempt_id=attempt.pk, at=late)
    sender = taken(attempt, said, at=late)
    assert sender.calls[0].url.endswith(f"/{attempt.reference}/cancel")
    assert attempt.state == "unknown"


def test_the_walk_goes_where_each_answer_leads(bills: list[Bill], gsma: Merchant) -> None:
    attempt = begun(bills[0], gsma, extra={"msisdn": "0901234567"})
    taken(attempt, NoAnswer(Why.TIMED_OUT))
    completed = {"serverCorrelationId": "S-1", "status": "completed", "objectReference": "T-1"}
    sender = taken(
        attempt,
        told({"link": "/requeststates/S-1"}),
        told(completed),
        told(
            {
                "transactionReference": "T-1",
                "transactionStatus": "completed",
                "amount": str(TOTAL),
                "currency": "VND",
                "requestingOrganisationTransactionReference": attempt.reference,
            }
        ),
        at=AT + timedelta(seconds=15),
    )
    places = ["/".join(call.url.split("/")[-2:]) for call in sender.calls]
    assert places[0].startswith("responses/")
    assert places[1:] == ["requeststates/S-1", "transactions/T-1"]
    post_all()
    attempt.refresh_from_db()
    assert attempt.state == "confirmed"


def test_a_walk_without_an_end_stops(bills: list[Bill], gsma: Merchant) -> None:
    attempt = begun(bills[0], gsma, extra={"msisdn": "0901234567"})
    taken(attempt, NoAnswer(Why.TIMED_OUT))
    steps: list[Said] = [
        told({"serverCorrelationId": f"S-{place}", "status": "pending"})
        for place in range(1, WALK_MAX)
    ]
    sender = taken(
        attempt, told({"link": "/requeststates/S-0"}), *steps, at=AT + timedelta(minutes=1)
    )
    assert len(sender.calls) == WALK_MAX
    assert attempt.state == "unknown"


def test_a_line_that_does_not_answer_is_noted_until_it_does(
    world: World, bills: list[Bill], momo: Merchant
) -> None:
    attempt = begun(bills[0], momo)
    taken(attempt, NoAnswer(Why.TIMED_OUT))
    for minutes in (1, 5):
        taken(attempt, page(503), at=AT + timedelta(minutes=minutes))
    trouble = LineTrouble.objects.get()
    at = AT + timedelta(minutes=5)
    assert (trouble.merchant_id, trouble.failures) == (momo.pk, 3)
    assert (trouble.since, trouble.last_at) == (AT, at)
    assert lines_down(world.a.id, at) == {momo.pk}
    taken(attempt, momo_says(resultCode=1000), at=AT + timedelta(minutes=15))
    assert not LineTrouble.objects.exists()


@pytest.mark.parametrize("why", [Why.BUSY, Why.NOT_ALLOWED, Why.UNWRITABLE])
def test_our_own_limits_are_no_trouble_of_a_line(
    bills: list[Bill], momo: Merchant, why: Why
) -> None:
    taken(begun(bills[0], momo), NotSent(why))
    assert not LineTrouble.objects.exists()
