"""The world, its bills, and what must hold after whatever an enemy does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests import world as worlds
from tests.money.seen import number
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import rebuild as of_payments
from thuphi.money.reconciliation import rebuild as of_lines


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of school A, 660.000 đồng each, that may be paid in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def books_hold() -> None:
    """No promise is broken, and all balances come to nothing."""
    assert of_payments.differences() == []
    assert of_lines.differences() == []
    assert number("SELECT coalesce(sum(debit_vnd - credit_vnd), 0) FROM ledger_account") == 0


@pytest.fixture
def books(db: None) -> Iterator[Callable[[], None]]:
    """To be called where a test wants it; called once more when it ends."""
    yield books_hold
    books_hold()
