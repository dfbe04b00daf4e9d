"""A provider that is down or hangs slows nobody else, is known to be down, and is left alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connections
from django.test import override_settings

from thuphi.doors.jobs.errands import run_errands_until
from thuphi.ground.calls.breakers import FAILURES_MAX, PAUSE_NS
from thuphi.ground.calls.sender import Sender
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import steps_of
from thuphi.money.bills.models import Bill
from thuphi.money.errands.models import LineTrouble
from thuphi.money.errands.queries import FAILURES, FORGOTTEN_AFTER, lines_down
from thuphi.money.payments.rebuild import differences

from .others import HANG_SECONDS, Deed, until
from .road import TOTAL, Hurried, Road, payments_of

pytestmark = pytest.mark.slow

STEPS_UNDER_WAY = 20
"""More attempts of one merchant than a line may have under way at once."""


@contextmanager
def working(road: Road) -> Iterator[None]:
    """The worker's duty in a thread of its own, with the sender it has in life."""
    stop = threading.Event()
    places = frozenset(f"127.0.0.1:{other.port}" for other in road.others.values())

    def work() -> None:
        try:
            run_errands_until(stop)
        finally:
            connections.close_all()

    with override_settings(CALLS_MAY_GO_TO=places):
        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(20)


def now(attempt: Attempt) -> Attempt:
    """As the database has it."""
    attempt.refresh_from_db()
    return attempt


def test_attempts_of_others_go_out_while_a_provider_hangs(road: Road) -> None:
    road.others["momo"].control({"next": "timeout", "times": STEPS_UNDER_WAY})
    hanging = [road.begin("momo", next(road.bills)) for _ in range(STEPS_UNDER_WAY)]
    with working(road):
        until(lambda: any(now(one).sent_at is not None for one in hanging), "nothing was begun")
        began = time.monotonic()
        channels = ("vnpay", "zalopay", "payos", "gsma")
        others = [road.begin(channel, next(road.bills)) for channel in channels]
        until(
            lambda: all(now(one).state == "pending" and (one.url or one.token) for one in others),
            "the others wait for the one that hangs",
        )
        assert time.monotonic() - began < HANG_SECONDS
        # Those that wait for their turn are not refused for it: each is answered in the end.
        road.others["momo"].control({"next": None})
        until(lambda: all(now(one).url for one in hanging), "some were never begun", 30)
    assert {one.state for one in hanging} == {"pending"}


def test_a_line_in_trouble_is_named_and_forgotten_when_it_answers(road: Road) -> None:
    merchant = road.merchants["momo"]
    LineTrouble.objects.all().delete()
    road.others["momo"].control({"next": "down", "times": FAILURES})
    for failed in range(1, FAILURES + 1):
        attempt = road.start("momo", next(road.bills))
        assert attempt.state == "unknown"
        trouble = LineTrouble.objects.get(merchant_id=merchant.pk)
        assert (trouble.failures, trouble.facility_id) == (failed, road.world.a.id)
        is_down = failed >= FAILURES
        assert (merchant.pk in lines_down(road.world.a.id, road.now())) == is_down
    assert lines_down(road.world.b.id, road.now()) == frozenset()
    assert lines_down(road.world.a.id, road.now() + FORGOTTEN_AFTER) == frozenset()
    assert road.start("momo", next(road.bills)).state == "pending"
    assert lines_down(road.world.a.id, road.now()) == frozenset()


def test_a_line_that_fails_again_and_again_is_left_alone_for_a_while(
    road: Road, bill: Bill
) -> None:
    ticks = [0]
    places = frozenset(f"127.0.0.1:{other.port}" for other in road.others.values())
    road.sender = Hurried(Sender(may_go_to=places, tls=road.tls, clock=lambda: ticks[0]))
    road.others["momo"].control({"next": "down", "times": FAILURES_MAX})
    for _ in range(FAILURES_MAX):
        road.start("momo", next(road.bills))
    told = len(road.others["momo"].rows("payments"))
    began = time.monotonic()
    attempt = road.start("momo", bill)
    assert time.monotonic() - began < 1
    last = steps_of(attempt.pk)[-1]
    assert (attempt.state, last.note) == ("refused", "down")
    assert len(road.others["momo"].rows("payments")) == told
    # Nothing was sent, so another way is free at once; and the line is tried after its pause.
    assert road.start("vnpay", bill).url
    ticks[0] += PAUSE_NS
    assert road.start("momo", next(road.bills)).state == "pending"


def test_a_question_that_cannot_go_out_ends_no_attempt(road: Road, bill: Bill) -> None:
    attempt = road.start("momo", bill)
    road.others["momo"].control({"next": "silent"})
    road.others["momo"].visit(attempt, Deed.PAY)
    road.sender = Hurried(Sender(tls=road.tls))
    road.ahead = timedelta(hours=3)
    assert road.work() == 1
    assert (now(attempt).state, steps_of(attempt.pk)[-1].note) == ("unknown", "not_allowed")
    road.rest()
    road.ahead = timedelta(hours=3)
    assert road.settle(attempt).state == "confirmed"
    assert [one.amount_vnd for one in payments_of(bill)] == [TOTAL]
    assert differences() == []
