"""A school's pages see their own pads, hand-overs and deposits, and write no other's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from tests.money.seen import number, rows
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import ACCOUNT_A, AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.tills.actions import books, depositing, handing, taking
from thuphi.money.tills.actions.taking import Entry, SlipNumber
from thuphi.money.tills.models import ReceiptBook

TABLES = ("receipt_book", "receipt_slip", "hand_over", "cash_deposit")


@pytest.fixture
def at_work(world: World, bills: list[Bill], pad: ReceiptBook) -> World:
    """One row in each table of school A."""
    entry = Entry(code=bills[0].code, amount_vnd=660_000, key="K1", slip=SlipNumber(pad.pk, 101))
    taking.take_many(by=world.minh.actor, facility_id=world.a.id, entries=[entry], at=AT)
    made = hand_over(world, notes(660_000))
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    depositing.deposit(
        by=world.lan.actor, facility_id=world.a.id, amount_vnd=1_000, account=ACCOUNT_A,
        document="GNT 15", at=AT,
    )  # fmt: skip
    return world


@pytest.mark.parametrize("table", TABLES)
def test_another_school_sees_none_of_it(
    at_work: World, as_role: Callable[..., None], table: str
) -> None:
    as_role("thuphi_app", at_work.a.id)
    assert number(f"SELECT count(*) FROM {table}") == 1
    as_role("thuphi_app", at_work.b.id)
    assert number(f"SELECT count(*) FROM {table}") == 0


def test_pages_do_the_whole_deed_with_their_own_rights(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    take(world.minh.actor, bills[0], 660_000, "K1")
    made = hand_over(world, notes(660_000))
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    done = depositing.deposit(
        by=world.lan.actor, facility_id=world.a.id, amount_vnd=660_000, account=ACCOUNT_A,
        document="GNT 15", at=AT,
    )  # fmt: skip
    depositing.match_deposit(by=world.lan.actor, deposit_id=done.pk, bank_reference="FT1", at=AT)
    given = books.give_book(
        by=world.lan.actor, facility_id=world.a.id, series="AA", first_number=1, last_number=50,
        holder_id=world.minh.user.pk, at=AT,
    )  # fmt: skip
    books.void_number(by=world.minh.actor, book_id=given.pk, number=1, reason="Sai", at=AT)
    books.return_book(by=world.lan.actor, book_id=given.pk, at=AT)
    assert rows("SELECT state FROM hand_over") == [("received",)]


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE hand_over SET amount_vnd = 1",
        "UPDATE cash_deposit SET amount_vnd = 1",
        "UPDATE receipt_book SET holder_id = 1",
        "UPDATE receipt_slip SET number = 1",
        "DELETE FROM hand_over",
        "SELECT cash_held(1, 1)",
        "SELECT cash_in_fund(1)",
    ],
)
def test_pages_change_nothing_that_was_signed(
    at_work: World, as_role: Callable[..., None], deed: str
) -> None:
    as_role("thuphi_app", at_work.a.id)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed)
