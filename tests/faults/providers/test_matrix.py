"""Every way of paying with everything that can go wrong: one end, and not a đồng lost."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import needing_a_person, steps_of
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Heard
from thuphi.money.payments.rebuild import differences

from .expected import CANNOT, CHANNELS, ENDS, FAULTS, METHODS, End
from .others import Deed, until
from .road import TOTAL, Before, Road, payments_of
from .simulated import Terminal

pytestmark = pytest.mark.slow

DEEDS = {"declined": Deed.DECLINE, "left": Deed.LEAVE}
STARTS_DOWN = {
    "momo": {"next": "timeout"},
    "zalopay": {"next": "timeout"},
    "payos": {"next": "timeout", "where": "api"},
    "gsma": {"next": "timeout"},
    "nexo": {"next": "lost"},
}
QUESTIONS_DOWN = {
    "vnpay": {"next": "down", "on": "ask"},
    "momo": {"next": "down"},
    "zalopay": {"next": "down"},
    "payos": {"next": "down", "where": "api"},
    "gsma": {"next": "down"},
}


def test_every_fault_of_every_provider_has_its_end_or_its_reason() -> None:
    every = {(channel, fault) for channel in CHANNELS for fault in FAULTS}
    assert set(ENDS) | set(CANNOT) == every
    assert not set(ENDS) & set(CANNOT)


@pytest.mark.parametrize(("channel", "fault"), sorted(ENDS))
def test_it_ends_as_it_has_to(road: Road, bill: Bill, channel: str, fault: str) -> None:
    end, before = ENDS[channel, fault], road.before()
    attempt = go(road, bill, channel, fault, end)
    assert (attempt.state, attempt.needs_person) == (end.state, end.needs_person), told(attempt)
    check(road, bill, attempt, end, before)
    if end.needs_person:
        assert attempt in needing_a_person(road.world.a.id)
        a_person_decides(road, bill, attempt, end, before)
    # Whatever its provider tells from now on, it is over.
    road.ahead += timedelta(days=30)
    assert road.work() == 0
    assert differences() == []


def go(road: Road, bill: Bill, channel: str, fault: str, end: End) -> Attempt:
    """From the wish to the end, with one thing going wrong."""
    other = road.others[channel]
    if fault == "lost_start":
        other.control(STARTS_DOWN[channel])
    elif (channel, fault) == ("nexo", "down") or fault == "start_down":
        other.control(QUESTIONS_DOWN.get(channel, {"next": "down"}))
    elif isinstance(other, Terminal) and fault in other.notices:
        other.control(other.notices[fault])
    if fault == "cancelled":
        return cancelled(road, bill, channel)
    attempt = road.start(channel, bill, DEEDS.get(fault, Deed.PAY))
    if fault == "start_down":
        assert attempt.state == "unknown", told(attempt)
        if channel == "gsma":
            other.control({"next": "none"})
        return road.settle(attempt)
    if fault == "lost_start" and end.state != "confirmed":
        return road.settle(attempt)
    if not isinstance(other, Terminal):
        if fault in other.notices:
            other.control(other.notices[fault])
        if fault == "down":
            other.control(other.notices["timeout"])
        other.visit(attempt, DEEDS.get(fault, Deed.PAY))
    if fault == "down" and channel in QUESTIONS_DOWN:
        found_down(road, attempt)
    if fault == "late":
        attempt = road.settle(attempt)
    road.wait_for_notices(attempt, end.deliveries)
    return road.settle(attempt)


def found_down(road: Road, attempt: Attempt) -> None:
    """The first question finds nobody; that is no answer, and no end."""
    other = road.others[attempt.channel]
    if attempt.channel == "gsma":
        # This provider is down until it is well again, and its payer's notice was silent.
        until(lambda: bool(other.charged(attempt.reference)), "the payer was not charged")
    other.control(QUESTIONS_DOWN[attempt.channel])
    attempt.refresh_from_db()
    assert attempt.next_ask_at is not None
    road.ahead = attempt.next_ask_at - road.now() + timedelta(milliseconds=1)
    assert road.work() == 1
    attempt.refresh_from_db()
    assert attempt.state == "unknown", told(attempt)
    if attempt.channel == "gsma":
        other.control({"next": "none"})


def cancelled(road: Road, bill: Bill, channel: str) -> Attempt:
    """The payer takes the wish back before anything is paid."""
    other = road.others[channel]
    if not isinstance(other, Terminal):
        attempt = road.start(channel, bill)
        attempts.ask_to_cancel(by=PAYER, attempt_id=attempt.pk, at=road.now())
        road.work()
        return road.settle(attempt)
    other.meet(None)
    attempt = road.begin(channel, bill)

    def send() -> None:
        try:
            road.work()
        finally:
            connections.close_all()

    at_the_desk = threading.Thread(target=send)
    at_the_desk.start()
    until(lambda: screen(other) == "card", "the terminal does not wait for a card")
    attempts.ask_to_cancel(by=PAYER, attempt_id=attempt.pk, at=road.now())
    assert road.work() == 1
    at_the_desk.join(10)
    return road.settle(attempt)


def screen(terminal: Terminal) -> str:
    """What the terminal shows."""
    answer = terminal.control({})
    return str(answer["screen"])


def check(road: Road, bill: Bill, attempt: Attempt, end: End, before: Before) -> None:
    """The bill, the book, the counts and the provider's own ledger say the same."""
    channel, brought = attempt.channel, end.took_vnd + end.over_vnd
    paid = payments_of(bill)
    assert [one.amount_vnd for one in paid] == ([brought] if brought else [])
    assert [(one.applied_vnd, one.excess_vnd) for one in paid] == (
        [(end.took_vnd, end.over_vnd)] if brought else []
    )
    charged_vnd = brought if end.charged_vnd is None else end.charged_vnd
    assert sum(road.others[channel].charged(attempt.reference)) == charged_vnd
    bill.refresh_from_db()
    state = {0: "open", TOTAL: "paid"}.get(end.took_vnd, "part_paid")
    assert (bill.paid_vnd, bill.state) == (end.took_vnd, state)
    assert road.receipts(before) == len(paid)
    credit = f"payer_credit:{bill.beneficiary_id}"
    expected = Counter(
        {
            ("pay", f"clearing:{channel}", "receivable:", end.took_vnd): 1,
            ("overpay", f"clearing:{channel}", credit, end.over_vnd): 1,
        }
    )
    assert road.moved(before) == Counter({one: 1 for one in expected if one[3]})
    method = METHODS.get(channel, "web")
    counts = {f"{method}:payments": 1, f"{method}:value_vnd": brought} if brought else {}
    assert road.counted(before) == counts
    assert differences() == []
    is_asked = any(step.deed == "asked" for step in steps_of(attempt.pk))
    assert end.is_asked in (None, is_asked), told(attempt)


def a_person_decides(road: Road, bill: Bill, attempt: Attempt, end: End, before: Before) -> None:
    """Money that did not fit is taken in as it came; an attempt without money is given up."""
    lan, charged_vnd = road.world.lan.actor, end.charged_vnd or 0
    is_held = Heard.objects.filter(reference=attempt.reference, outcome="mismatch").exists()
    decide = attempts.accept if is_held else attempts.give_up
    decide(by=lan, attempt_id=attempt.pk, reason="Đã gọi điện hỏi", at=road.now())
    road.work()
    attempt.refresh_from_db()
    assert attempt.state == ("confirmed" if is_held else "refused"), told(attempt)
    took_vnd = min(charged_vnd, TOTAL) if is_held else 0
    over_vnd = charged_vnd - took_vnd if is_held else 0
    after = replace(end, took_vnd=took_vnd, over_vnd=over_vnd)
    check(road, bill, attempt, after, before)


def told(attempt: Attempt) -> str:
    """Its story, for whoever reads a failure."""
    return "\n".join(
        f"{step.at:%d %H:%M:%S} {step.deed} {step.outcome} {step.status} {step.note}"
        for step in steps_of(attempt.pk)
    )
