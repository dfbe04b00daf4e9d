"""A school with bills, and a visitor whose connection has the pages' role and sees nobody's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests import world
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments


@dataclass
class Town:
    """Two schools with one bill for each pupil of school A."""

    world: World
    bills: list[Bill]

    def pay(self, bill: Bill, amount_vnd: int | None = None) -> None:
        """Money for a bill arrives and is booked, as the gate and the worker do it."""
        with as_worker():
            world.hear(self.world, bill.code, bill.total_vnd if amount_vnd is None else amount_vnd)
            payments.post_waiting(at=world.AT)


class as_worker:  # noqa: N801 - read as words: `with as_worker()`
    """What happens behind the pages happens in the worker's role."""

    def __enter__(self) -> None:
        _step("thuphi_worker")

    def __exit__(self, *_: object) -> None:
        _step("thuphi_app")


def _step(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


@pytest.fixture
def town(db: None, as_role: Callable[..., None]) -> Iterator[Town]:
    """The town; from here on the connection is that of a page."""
    built = world.build()
    made = Town(built, world.issued_run(built, allows_part=True))
    as_role("thuphi_app")
    yield made


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    """Counters of guesses begin at nothing."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def parent(client: Client) -> Client:
    """A visitor without a login."""
    return client
