"""A line in trouble is left alone, tried, and used again; no line waits for another."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from thuphi.ground.calls.breakers import SECOND_NS, Breakers, LineDown, Places
from thuphi.ground.calls.errors import NoAnswer, NoReply, NotSent, Why
from thuphi.ground.calls.sender import Sender
from thuphi.ground.channels.contract import Call

from .strangers import Stranger, says, stranger

LINE, OTHER = "vnpay/truong-a", "vnpay/truong-b"


class Clock:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.now_ns = 10**12

    def __call__(self) -> int:
        return self.now_ns

    def later(self, seconds: int) -> None:
        self.now_ns += seconds * SECOND_NS


def _why(sender: Sender, one: Stranger, line: str = LINE) -> Why | int:
    try:
        return sender.send(Call("GET", one.url, timeout_seconds=2), line=line).status
    except NoReply as error:
        return error.why


def test_five_failures_in_a_row_rest_the_line_and_one_call_tries_it() -> None:
    clock = Clock()
    with stranger(says(status="503 Busy")) as one:
        sender = Sender(may_go_to=frozenset({one.name}), clock=clock)
        assert [_why(sender, one) for _ in range(5)] == [503] * 5
        assert sender.is_down(LINE)
        assert [_why(sender, one) for _ in range(3)] == [Why.DOWN] * 3
        assert len(one.heard) == 5
        clock.later(29)
        assert _why(sender, one) is Why.DOWN
        clock.later(1)
        assert _why(sender, one) == 503
        assert _why(sender, one) is Why.DOWN
        clock.later(59)
        assert _why(sender, one) is Why.DOWN
        clock.later(1)
        assert sender.is_down(LINE)
        one.behaviour = says()
        assert [_why(sender, one) for _ in range(3)] == [200] * 3
        assert not sender.is_down(LINE)
        assert len(one.heard) == 9


def test_one_answer_between_failures_begins_the_count_anew() -> None:
    with stranger(says()) as one:
        sender = Sender(may_go_to=frozenset({one.name}))
        for _ in range(3):
            one.behaviour = says(status="500 Fault")
            assert [_why(sender, one) for _ in range(4)] == [500] * 4
            one.behaviour = says(status="400 Wrong")
            assert _why(sender, one) == 400
        assert not sender.is_down(LINE)


def test_the_trouble_of_one_line_is_not_anothers() -> None:
    with stranger(says()) as well:
        with socket.create_server(("127.0.0.1", 0)) as server:
            gone = Stranger(server.getsockname()[1])
        sender = Sender(may_go_to=frozenset({well.name, gone.name}))
        told = [_why(sender, gone) for _ in range(6)]
        assert told == [Why.NOT_CONNECTED] * 5 + [Why.DOWN]
        assert (sender.is_down(LINE), sender.is_down(OTHER)) == (True, False)
        assert _why(sender, well, OTHER) == 200


def test_each_failed_try_doubles_the_rest_up_to_ten_minutes() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    for _ in range(5):
        assert breakers.enter(LINE) is False
        breakers.failed(LINE, was_trial=False)
    for rest in (30, 60, 120, 240, 480, 600, 600):
        clock.later(rest - 1)
        with pytest.raises(LineDown):
            breakers.enter(LINE)
        clock.later(1)
        assert breakers.enter(LINE) is True
        with pytest.raises(LineDown):
            breakers.enter(LINE)
        breakers.failed(LINE, was_trial=True)
    clock.later(600)
    assert breakers.enter(LINE) is True
    breakers.left(LINE, was_trial=True)
    assert breakers.enter(LINE) is True
    breakers.worked(LINE)
    assert breakers.enter(LINE) is False


def test_calls_that_were_under_way_do_not_lengthen_the_rest() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    for _ in range(9):
        breakers.failed(LINE, was_trial=False)
    clock.later(30)
    assert breakers.enter(LINE) is True


def test_four_calls_of_a_line_at_once_and_no_line_waits_for_another() -> None:
    going = threading.Event()

    def slow(line: socket.socket, request: bytes) -> None:
        if b"/slow" in request:
            going.wait(10)
        says()(line, request)

    with stranger(slow) as one, ThreadPoolExecutor(4) as callers:
        sender = Sender(may_go_to=frozenset({one.name}), wait_seconds=0.2)
        call = Call("GET", f"{one.url}/slow")
        waiting = [callers.submit(sender.send, call, line=LINE) for _ in range(4)]
        while len(one.heard) < 4:
            time.sleep(0.01)
        with pytest.raises(NotSent) as caught:
            sender.send(call, line=LINE)
        assert caught.value.why is Why.BUSY
        assert sender.send(Call("GET", one.url), line=OTHER).status == 200
        going.set()
        assert {future.result().status for future in waiting} == {200}
        assert sender.send(call, line=LINE).status == 200
    assert not sender.is_down(LINE)
    assert len(one.heard) == 6


def test_a_place_that_is_given_back_goes_to_whoever_waits() -> None:
    places = Places(size=1, wait_seconds=10)
    places.take(LINE)
    with ThreadPoolExecutor(1) as waiter:
        second = waiter.submit(places.take, LINE)
        time.sleep(0.05)
        assert not second.done()
        places.give_back(LINE)
        second.result(5)
    places.give_back(LINE)


def test_a_line_that_never_answers_is_down_after_five() -> None:
    def silent(line: socket.socket, _: bytes) -> None:
        line.recv(1)

    with stranger(silent) as one, ThreadPoolExecutor(4) as callers:
        sender = Sender(may_go_to=frozenset({one.name}))
        call = Call("GET", one.url, timeout_seconds=1)
        for _ in range(2):
            told = [callers.submit(sender.send, call, line=LINE) for _ in range(4)]
            errors = [future.exception() for future in told]
            assert all(isinstance(error, NoAnswer) for error in errors)
        assert sender.is_down(LINE)
        with pytest.raises(NotSent):
            sender.send(call, line=LINE)
