"""Gate, worker and server are killed under load: what was answered OK is there and booked, once."""

from __future__ import annotations

import itertools
import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from .house import House, wait_for

IS_LARGE = os.environ.get("THUPHI_FAULTS") == "large"
KILLS = 60 if IS_LARGE else 2
"""How often each of the three is killed."""
SENDERS = 6
TRIES_MAX = 600
"""After the last kill a sender tries so often before it gives up; 50 ms lie between two tries."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """All three at work."""
    built = House(tmp_path)
    try:
        built.open()
        wait_for(built.gate_is_up, "the gate did not start")
        yield built
    finally:
        built.close()


class Sender:
    """A provider: sends each notification until it is answered OK, and some of them once more."""

    def __init__(self, house: House, stop: threading.Event) -> None:
        self.house = house
        self.stop = stop
        self.numbers = itertools.count(1)
        self.answered: list[str] = []
        self.tried_again = 0
        self.last_ns = time.monotonic_ns()
        self.silence_ms_max = 0
        """The longest time in which nobody at all was answered OK."""

    def send(self, seed: int) -> None:
        dice = random.Random(seed)
        with httpx.Client(timeout=20) as client:
            while not self.stop.is_set():
                school = dice.choice(self.house.schools)
                reference = f"S{next(self.numbers):07}"
                body = _message(school, reference, dice)
                tries_after_stop = 0
                while not self.house.knock(client, school, body):
                    self.tried_again += 1
                    tries_after_stop += self.stop.is_set()
                    assert tries_after_stop < TRIES_MAX, "the gate answers no more"
                    time.sleep(0.05)
                self._was_answered(reference)
                if dice.random() < 0.1:
                    self.house.knock(client, school, body)

    def _was_answered(self, reference: str) -> None:
        now_ns = time.monotonic_ns()
        self.silence_ms_max = max(self.silence_ms_max, (now_ns - self.last_ns) // 1_000_000)
        self.last_ns = now_ns
        self.answered.append(reference)

    def wait_for_more_than(self, answered: int, after: str) -> None:
        """Return once more have been answered OK."""
        wait_for(
            lambda: len(self.answered) > answered, f"nothing is answered any more after {after}"
        )


def _message(school: dict[str, object], reference: str, dice: random.Random) -> bytes:
    codes = school["codes"]
    assert isinstance(codes, list)
    code = dice.choice([*codes, "hoc phi cua chau"])
    return json.dumps(
        {
            "id": reference,
            "amount_vnd": dice.choice([1_000, 50_000, school["owed_vnd"]]),
            "paid_at": "2026-10-05T09:31:45+07:00",
            "text": f"CT DEN {code} nop tien",
            "account": school["account"],
            "payer_name": "NGUYEN THI HOA",
        }
    ).encode()


@pytest.mark.slow
@pytest.mark.timeout(3600 if IS_LARGE else 300)
def test_whoever_is_killed_under_load_nothing_is_lost_and_nothing_is_booked_twice(
    house: House,
) -> None:
    stop = threading.Event()
    sender = Sender(house, stop)
    seed = random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    victims: list[Callable[[], None]] = [
        house.kill_gate,
        house.kill_worker,
        house.kill_server,
    ] * KILLS
    dice.shuffle(victims)
    with ThreadPoolExecutor(SENDERS) as pool:
        sending = [pool.submit(sender.send, seed + number) for number in range(SENDERS)]
        try:
            for kill in victims:
                before = len(sender.answered)
                time.sleep(dice.uniform(0.1, 1.0))
                kill()
                sender.wait_for_more_than(before + SENDERS, f"{kill.__name__}, seed {seed}")
        finally:
            stop.set()
        for one in sending:
            one.result()
    wait_for(
        lambda: house.rows("SELECT count(*) FROM heard_waiting") == [(0,)],
        f"the worker did not book everything, seed {seed}",
    )
    assert sender.tried_again > 0, "no kill was noticed by a sender"
    heard = {str(row[0]) for row in house.rows("SELECT provider_reference FROM heard")}
    assert set(sender.answered) == heard, f"seed {seed}"
    assert house.rows(
        "SELECT count(*), count(DISTINCT heard_id), (SELECT count(*) FROM heard) FROM payment"
    ) == [(len(heard),) * 3], f"seed {seed}"
    assert house.rows("SELECT sum(amount_vnd) FROM heard") == house.rows(
        "SELECT sum(debit_vnd) FROM ledger_account WHERE kind = 'clearing'"
    )
    house.check()
    print(
        f"{len(victims)} kills, {len(heard)} notifications, {sender.tried_again} tried again,"
        f" longest silence {sender.silence_ms_max} ms"
    )
