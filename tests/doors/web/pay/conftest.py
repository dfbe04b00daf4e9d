"""A school with bills, and a visitor on the connection of a page, which sees nobody's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client

from tests import world
from tests.world import World
from thuphi.doors.web.pay import missing
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments


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
def nobody_has_guessed() -> Iterator[None]:
    """What a process remembers of guesses begins at nothing; the database forgets by itself."""
    missing.forget()
    yield
    missing.forget()


@pytest.fixture
def parent(client: Client) -> Client:
    """A visitor without a login."""
    return client
