"""A school with bills, and a visitor on the connection of a page, which sees nobody's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from tests import world
from tests.world import World
from thuphi.doors.web.pay import missing, waiting
from thuphi.ground.calls.errors import NoAnswer, Why
from thuphi.ground.channels.contract import Answer, Call
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.errands import actions as errands
from thuphi.money.payments import actions as payments
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant

SETTINGS = {
    "vnpay": {"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB"},
    "momo": {
        "partnerCode": "MOMOMADEUP2026",
        "accessKey": "MADEUPACCESSKEY1",
        "secretKey": "made_up_momo_secret_0123456789ab",
    },
    "gsma": {
        "organisationId": "SCHOOL01",
        "callbackKey": "made-up-callback-key-of-the-tests",
        "apiKey": "made-up-api-key",
        "clientId": "school-01",
    },
    "payos": {
        "clientId": "made-up-client",
        "apiKey": "made-up-api-key",
        "checksumKey": "made_up_checksum_key_0123456789",
    },
    "nexo": {
        "endpoint": "http://127.0.0.1:9",
        "SaleID": "CASHIER01",
        "POIID": "P400Plus-000000001",
        "KeyIdentifier": "school-till-key",
        "KeyVersion": "1",
        "Passphrase": "made-up passphrase 2026",
    },
}


@dataclass
class Village:
    """Two schools with one bill for each pupil of school A."""

    world: World
    bills: list[Bill]

    def pay(self, bill: Bill, amount_vnd: int | None = None) -> None:
        """Money for a bill arrives and is booked, as the gate and the worker do it."""
        with as_worker():
            world.hear(self.world, bill.code, bill.total_vnd if amount_vnd is None else amount_vnd)
            payments.post_waiting(at=world.AT)

    def opens(self, channel: str) -> Merchant:
        """School A makes a contract with a provider."""
        with as_worker():
            return methods.register_merchant(
                by=SYSTEM,
                facility_id=self.world.a.id,
                channel=channel,
                slug=f"vidu-{channel}",
                account_number="",
                settings=SETTINGS[channel],
                at=world.AT,
            )


class Deaf:
    """A provider that takes every call and never answers."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def send(self, call: Call, *, line: str) -> Answer:
        """Raises `NoAnswer`."""
        self.calls.append(call)
        raise NoAnswer(Why.TIMED_OUT, line)


def work(at: datetime | None = None) -> Deaf:
    """The worker takes every step that is due; returns the provider, with what it was sent."""
    provider, now = Deaf(), at or world.AT
    with as_worker():
        errands.run_due(sender=provider, clock=lambda: now)
    return provider


def latest() -> Attempt:
    """The attempt that was begun last."""
    with as_worker():
        return Attempt.objects.latest("id")


class as_worker:
    """What happens behind the pages happens in the worker's role."""

    def __enter__(self) -> None:
        _step("thuphi_worker")

    def __exit__(self, *_: object) -> None:
        _step("thuphi_app")


def _step(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


@pytest.fixture
def village(db: None, as_role: Callable[..., None]) -> Iterator[Village]:
    """The village; from here on the connection is that of a page."""
    built = world.build()
    made = Village(built, world.issued_run(built, allows_part=True))
    as_role("thuphi_app")
    yield made


@pytest.fixture(autouse=True)
def it_is_the_day_of_the_bills(monkeypatch: pytest.MonkeyPatch) -> None:
    """The morning of 5 October 2026, some weeks before the bills are due."""
    monkeypatch.setattr(clock, "now", lambda: world.AT)


@pytest.fixture(autouse=True)
def the_worker_works_while_a_page_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is this process, so it is called where a page would rest."""
    monkeypatch.setattr(waiting, "rest", work)
    monkeypatch.setattr(waiting, "SECONDS_MAX", 0.5)


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    """What a process remembers of guesses begins at nothing; the database forgets by itself."""
    missing.forget()
    yield
    missing.forget()


@pytest.fixture
def parent(client: Client) -> Client:
    """A visitor without a login."""
    return client
