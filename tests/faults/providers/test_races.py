"""A notice, an expiry, a cancel and an answer, in every order and at once: one end, one payment."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connections

from thuphi.ground.channels.contract import Answer, Call
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.errors import AnotherIsLive
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.payments.rebuild import differences

from .expected import CHANNELS
from .others import Deed, until
from .road import TOTAL, Dying, Hurried, Road, WorkerDied, payments_of
from .simulated import Terminal

pytestmark = pytest.mark.slow

IS_LARGE = os.environ.get("THUPHI_FAULTS") == "large"
ROUNDS = 40 if IS_LARGE else 6
ORDERS = list(permutations(("notice", "answer", "cancel", "expiry")))
SOME = 1 if IS_LARGE else 3
"""Of the orders of what ends without money, every so many-th is walked."""


def notice(road: Road, attempt: Attempt) -> None:
    """VNPAY tells of it."""
    other = road.others[attempt.channel]
    already = other.deliveries(attempt.reference)
    form = {"terminal": other.settings["vnp_TmnCode"], "reference": attempt.reference}
    assert other.post("/again", form).status_code == 303
    road.wait_for_notices(attempt, already + 1)


def answer(road: Road, attempt: Attempt) -> None:
    """The worker asks and is answered; however often somebody presses, no sooner than it may."""
    road.ahead += timedelta(seconds=16)
    attempts.ask_again(by=road.world.lan.actor, attempt_id=attempt.pk, at=road.now())
    road.work()


def cancel(road: Road, attempt: Attempt) -> None:
    """The payer takes the wish back."""
    attempts.ask_to_cancel(by=PAYER, attempt_id=attempt.pk, at=road.now())
    road.work()


def expiry(road: Road, attempt: Attempt) -> None:
    """Its last minute has passed when it is asked after."""
    road.ahead = max(road.ahead, timedelta(minutes=21))
    answer(road, attempt)


STEPS: dict[str, Callable[[Road, Attempt], None]] = {
    "notice": notice,
    "answer": answer,
    "cancel": cancel,
    "expiry": expiry,
}


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_paid_money_is_booked_once_whatever_comes_first(
    road: Road, bill: Bill, order: tuple[str, ...]
) -> None:
    attempt = road.start("vnpay", bill)
    road.others["vnpay"].control({"next": "timeout", "on": "pay"})
    road.others["vnpay"].visit(attempt, Deed.PAY)
    for step in order:
        STEPS[step](road, attempt)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.needs_person) == ("confirmed", False)
    assert [one.amount_vnd for one in payments_of(bill)] == [TOTAL]
    assert road.others["vnpay"].charged(attempt.reference) == [TOTAL]
    assert differences() == []


@pytest.mark.parametrize("order", ORDERS[::SOME], ids="-".join)
def test_what_was_declined_is_dead_whatever_comes_first(
    road: Road, bill: Bill, order: tuple[str, ...]
) -> None:
    attempt = road.start("vnpay", bill)
    road.others["vnpay"].control({"next": "timeout", "on": "pay"})
    road.others["vnpay"].visit(attempt, Deed.DECLINE)
    for step in order:
        STEPS[step](road, attempt)
    attempt.refresh_from_db()
    # A notice says more than a cancel that found it dead, so all orders end in one state.
    assert (attempt.state, attempt.needs_person, attempt.next_ask_at) == ("refused", False, None)
    assert payments_of(bill) == []
    assert road.begin("momo", bill).state == "created"


@pytest.mark.parametrize(
    "order", list(permutations(("pay", "answer", "cancel", "expiry"))), ids="-".join
)
def test_a_link_that_is_cancelled_and_paid_ends_as_payos_says(
    road: Road, bill: Bill, order: tuple[str, ...]
) -> None:
    other, attempt = road.others["payos"], road.start("payos", bill)
    for step in order:
        if step == "pay":
            other.post(f"/web/{attempt.token}", {"deed": "pay"})
            if charged := other.charged(attempt.reference):
                road.wait_for_notices(attempt, len(charged))
        else:
            STEPS[step](road, attempt)
    attempt.refresh_from_db()
    charged = other.charged(attempt.reference)
    assert [one.amount_vnd for one in payments_of(bill)] == charged
    if charged:
        assert attempt.state == "confirmed"
    else:
        assert attempt.state == "cancelled"
    assert differences() == []


def together(*deeds: Callable[[], object]) -> None:
    """All at once, each with a connection of its own."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(10)
            deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for one in [pool.submit(run, deed) for deed in deeds]:
            one.result()


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_notice_a_question_and_a_cancel_at_once(road: Road, bill: Bill, round_: int) -> None:
    attempt = road.start("payos", bill)
    together(
        lambda: road.others["payos"].post(f"/web/{attempt.token}", {"deed": "pay"}),
        lambda: answer(road, attempt),
        lambda: cancel(road, attempt),
        road.post,
    )
    charged = road.others["payos"].charged(attempt.reference)
    if charged:
        road.wait_for_notices(attempt, 1)
    attempt = road.settle(attempt)
    assert [one.amount_vnd for one in payments_of(bill)] == charged
    assert attempt.state == ("confirmed" if charged else "cancelled")
    assert differences() == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_card_and_the_cancel_button_at_once(road: Road, bill: Bill, round_: int) -> None:
    terminal = road.others["nexo"]
    assert isinstance(terminal, Terminal)
    terminal.meet(None)
    attempt = road.begin("nexo", bill)

    def act() -> None:
        until(lambda: terminal.control({})["screen"] == "card", "no card is asked for")
        if round_ % 2:
            cancel(road, attempt)
            terminal.control({"press": "approve"})
        else:
            together(lambda: terminal.control({"press": "approve"}), lambda: cancel(road, attempt))

    together(road.work, act)
    attempt = road.settle(attempt)
    charged = terminal.charged(attempt.reference)
    assert [one.amount_vnd for one in payments_of(bill)] == charged
    assert attempt.state == ("confirmed" if charged else "cancelled")
    assert differences() == []


def test_three_workers_begin_each_attempt_once(road: Road) -> None:
    begun = [road.begin("momo", next(road.bills)) for _ in range(9)]
    counting = Counting(road.sender)
    road.sender = counting
    together(road.work, road.work, road.work)
    assert sorted(counting.references) == sorted(one.reference for one in begun)
    for attempt in begun:
        attempt.refresh_from_db()
        assert (attempt.state, bool(attempt.url)) == ("pending", True)


def test_two_clicks_at_once_begin_one_attempt(road: Road, bill: Bill) -> None:
    refused: list[int] = []

    def click(channel: str) -> None:
        try:
            road.begin(channel, bill)
        except AnotherIsLive as live:
            refused.append(live.attempt_id)

    together(*(lambda channel=channel: click(channel) for channel in ("momo", "vnpay", "payos")))
    (attempt,) = Attempt.objects.filter(code=bill.code)
    assert refused == [attempt.pk] * 2


@pytest.mark.parametrize("is_before", [False, True], ids=["after", "before"])
@pytest.mark.parametrize("channel", [one for one in CHANNELS if one != "vnpay"])
def test_a_worker_that_dies_over_a_start_is_followed_by_a_question(
    road: Road, bill: Bill, channel: str, is_before: bool
) -> None:
    other, alive = road.others[channel], road.sender
    if isinstance(other, Terminal):
        other.meet(Deed.PAY)
    attempt = road.begin(channel, bill)
    road.sender = Dying(alive, is_before=is_before)
    with pytest.raises(WorkerDied):
        road.work()
    counting = Counting(alive)
    road.sender = counting
    assert road.work() == 0, "another worker took it before its lease was over"
    if channel in ("momo", "zalopay", "gsma") and not is_before:
        other.visit(attempt, Deed.PAY)
    attempt = road.settle(attempt)
    assert counting.references == [], "it was begun a second time"
    charged = other.charged(attempt.reference)
    assert charged == ([TOTAL] if channel in ("momo", "zalopay", "gsma", "nexo") and not is_before
                       else [])  # fmt: skip
    assert [one.amount_vnd for one in payments_of(bill)] == charged
    if charged:
        assert attempt.state == "confirmed"
    elif is_before and channel in ("gsma", "nexo"):
        assert attempt.state == "refused"
    elif is_before:
        assert (attempt.state, attempt.needs_person) == ("unknown", True)
    else:
        assert attempt.state == "expired"
    assert differences() == []


NAMED = re.compile(
    rb'"orderId":"([^"]+)","orderInfo"|"app_trans_id":"([^"]+)","app_time"'
    rb'|"requestingOrganisationTransactionReference":"([^"]+)"|"orderCode":([0-9]+)'
)
"""Our reference in a call that begins a payment."""


class Counting(Hurried):
    """Notes which attempts are begun at the provider."""

    def __init__(self, other: Hurried) -> None:
        super().__init__(other.sender)
        self.references: list[str] = []

    def send(self, call: Call, *, line: str) -> Answer:
        """As ever."""
        if found := NAMED.search(call.body):
            self.references.append(next(filter(None, found.groups())).decode())
        return super().send(call, line=line)
