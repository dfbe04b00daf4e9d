"""A school whose cashier Minh collects and whose accountant Lan keeps the fund."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.world import AT, World
from thuphi.ground.kit.actor import Actor
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.tills.actions import books, handing
from thuphi.money.tills.models import HandOver, ReceiptBook
from thuphi.money.tills.queries.holdings import holding_of
from thuphi.money.tills.rules import NOTES_VND


def notes(amount_vnd: int) -> list[int]:
    """The fewest notes that come to an amount."""
    pieces = []
    for note in NOTES_VND:
        pieces.append(amount_vnd // note)
        amount_vnd %= note
    assert amount_vnd == 0
    return pieces


def take(by: Actor, bill: Bill, amount_vnd: int, key: str, at: datetime = AT) -> Payment:
    """Cash at the counter."""
    return payments.take_cash(
        by=by, code=bill.code, amount_vnd=amount_vnd, key=key, payer_name="", at=at
    )


def hand_over(
    world: World, pieces: Sequence[int], *, reason: str = "", at: datetime = AT
) -> HandOver:
    """Minh counts out so many notes."""
    return handing.give(
        by=world.minh.actor,
        facility_id=world.a.id,
        pieces=pieces,
        seen_held_vnd=holding_of(world.a.id, world.minh.actor.user_id).held_vnd,
        reason=reason,
        at=at,
    )


@pytest.fixture
def pad(world: World) -> ReceiptBook:
    """A pad of ten numbers in Minh's hands."""
    return books.give_book(
        by=world.lan.actor,
        facility_id=world.a.id,
        series="aa/26k",
        first_number=101,
        last_number=110,
        holder_id=world.minh.user.pk,
        at=AT,
    )
