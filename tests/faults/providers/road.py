"""The whole road: a gate, six providers, and the worker's steps taken by the test's own clock."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from django.db import connections

from tests import databases
from tests.faults.house import free_port
from tests.money.seen import Moved, last_transfer, number, rows, transfers
from tests.world import World
from thuphi.ground.calls.errors import NoReply
from thuphi.ground.calls.sender import Sender
from thuphi.ground.channels.contract import Answer, Call
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.actions import Wish
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import steps_of
from thuphi.money.bills.models import Bill
from thuphi.money.errands import actions as errands
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.registers.methods.models import Merchant

from .others import RETURN_URL, ROOT, Deed, Other, until
from .simulated import Terminal

TOTAL = 660_000
WAIT_SECONDS = 2
"""How long a call waits here for an answer; in life it is half a minute or two."""
QUESTIONS_MAX = 30


class Hurried:
    """The real sender, in a hurry."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender

    def send(self, call: Call, *, line: str) -> Answer:
        """As the real one."""
        return self.sender.send(replace(call, timeout_seconds=WAIT_SECONDS), line=line)


class WorkerDied(BaseException):
    """Like a power cut: nothing catches it."""


class Dying(Hurried):
    """The worker dies after its call has arrived, before it has read the answer."""

    def __init__(self, alive: Hurried, *, is_before: bool = False) -> None:
        super().__init__(alive.sender)
        self._is_before = is_before

    def send(self, call: Call, *, line: str) -> Answer:
        """Raises `WorkerDied`, after the call has gone out or instead."""
        if not self._is_before:
            try:
                super().send(call, line=line)
            except NoReply as failure:
                raise WorkerDied from failure
        raise WorkerDied


@dataclass
class Gate:
    """The real gate over the test's database."""

    database: str
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where providers knock."""
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Start it; `wait` until it takes knocks."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi"),
                    *("--no-ws", "--port", str(self.port), "thuphi.doors.gate.gate_alone:app"),
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DATABASE_URL": databases.address(self.database),
                    "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Return once it is well."""
        until(self._is_well, "the gate did not start", 40)

    def _is_well(self) -> bool:
        try:
            return httpx.get(f"{self.url}/gate/health", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def close(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


@dataclass(frozen=True)
class Before:
    """Where the book stood when a case began."""

    transfer: int
    counts: Counter[str]
    receipts: int


@dataclass
class Road:
    """Attempts go out by it, and money comes in."""

    world: World
    gate: Gate
    others: dict[str, Other]
    merchants: dict[str, Merchant]
    bills: Iterator[Bill]
    tls: ssl.SSLContext
    ahead: timedelta = timedelta()
    """How far the worker's clock is ahead of the real one."""
    sender: Hurried = field(init=False)

    def __post_init__(self) -> None:
        self.rest()

    def rest(self) -> None:
        """Nothing is known of any line, and it is now."""
        places = {f"127.0.0.1:{other.port}" for other in self.others.values()}
        self.sender = Hurried(Sender(may_go_to=frozenset(places), tls=self.tls))
        self.ahead = timedelta()

    def now(self) -> datetime:
        """By the worker's clock."""
        return datetime.now(UTC) + self.ahead

    def begin(
        self, channel: str, bill: Bill, *, code: str = "", amount_vnd: int = TOTAL
    ) -> Attempt:
        """A payer wants to pay by this way."""
        wish = Wish(
            code=code or bill.code,
            merchant_id=self.merchants[channel].pk,
            amount_vnd=amount_vnd,
            return_url=RETURN_URL,
            ip="203.0.113.7",
            extra=self.others[channel].extra,
        )
        return attempts.begin(by=PAYER, wish=wish, at=self.now())

    def start(self, channel: str, bill: Bill, meets: Deed = Deed.PAY) -> Attempt:
        """Begin, and let the worker send it; at a terminal the payer acts meanwhile."""
        other = self.others[channel]
        if isinstance(other, Terminal):
            other.meet(meets)
        attempt = self.begin(channel, bill)
        self.work()
        attempt.refresh_from_db()
        return attempt

    def work(self) -> int:
        """Book what was heard, take the steps that are due, book what they brought."""
        self.post()
        taken = errands.run_due(sender=self.sender, clock=self.now)
        self.post()
        return taken

    def post(self) -> None:
        """Book all that waits."""
        while payments.post_waiting(at=self.now()).taken:
            pass

    def wait_for_notices(self, attempt: Attempt, deliveries: int) -> None:
        """Return once the provider has told so often, and book it."""
        other = self.others[attempt.channel]
        until(
            lambda: other.deliveries(attempt.reference) >= deliveries,
            f"{attempt.channel} has not told {deliveries} times of {attempt.reference}",
        )
        self.post()

    def settle(self, attempt: Attempt) -> Attempt:
        """Ask whenever it is time, until it is over or a person's turn has come."""
        for _ in range(QUESTIONS_MAX):
            attempt.refresh_from_db()
            if attempt.next_ask_at is None:
                return attempt
            wait = attempt.next_ask_at - datetime.now(UTC)
            self.ahead = max(self.ahead, wait + timedelta(milliseconds=1))
            self.work()
        steps = [(step.deed, step.outcome, step.note) for step in steps_of(attempt.pk)]
        raise AssertionError(f"{attempt.channel} is asked without an end: {steps}")

    def before(self) -> Before:
        """Where the book stands now."""
        return Before(last_transfer(), self._counts(), self._receipts())

    def _receipts(self) -> int:
        return number("SELECT coalesce(sum(last_number), 0) FROM receipt_series")

    def _counts(self) -> Counter[str]:
        found = rows(
            "SELECT method, sum(payments), sum(value_vnd), sum(refunds), sum(refunded_vnd)"
            " FROM month_count GROUP BY method"
        )
        return Counter(
            {
                f"{row[0]}:{name}": int(str(value))
                for row in found
                for name, value in zip(COUNTED, row[1:], strict=True)
            }
        )

    def counted(self, before: Before) -> dict[str, int]:
        """What the month's counts have moved by."""
        counts = self._counts()
        return {name: moved for name in counts if (moved := counts[name] - before.counts[name])}

    def receipts(self, before: Before) -> int:
        """How many receipts were given."""
        return self._receipts() - before.receipts

    def moved(self, before: Before) -> Counter[tuple[str, str, str, int]]:
        """The transfers by recipe, without their times."""
        found: Counter[Moved] = transfers(self.world.a.id, before.transfer)
        told: Counter[tuple[str, str, str, int]] = Counter()
        for one, times in found.items():
            told[one.recipe, one.debit, one.credit, one.amount_vnd] += times
        return told


COUNTED = ("payments", "value_vnd", "refunds", "refunded_vnd")


def payments_of(bill: Bill) -> list[Payment]:
    """The payments on a bill, the earliest first."""
    return list(Payment.objects.filter(bill=bill).order_by("pk"))


def use_database(name: str) -> None:
    """Let Django speak to another database from now on."""
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
