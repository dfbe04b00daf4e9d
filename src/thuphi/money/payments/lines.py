"""Money that a line of the bank's statement brought, and nobody had told of before.

It enters by the same inbox as every notification, under the channel `statement` and the name of its
line, and is booked at once in the caller's transaction: either line and payment are there, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from thuphi.ground.kit.actor import SYSTEM, Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes

from . import errors, told_before
from .actions import book_heard

CHANNEL = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePaid:
    """A credit on the facility's account, and the codes of bills that its text names."""

    line_id: int
    facility_id: int
    account: str
    amount_vnd: int
    paid_at: datetime
    text: str = ""
    codes: tuple[str, ...] = ()
    is_corrected: bool = False
    """The code needed mending: it is believed only for an open bill whose rest is just paid."""
    bank_reference: str = ""
    payer_name: str = ""
    payer_account: str = ""
    payer_bank: str = ""
    virtual_account: str = ""


def hold(facility_id: int) -> None:
    """Keep bookings of notifications of this facility waiting until the commit.

    For who looks whether a line's money is booked already before it takes the line.
    """
    told_before.keep_off(recipes.raw_cursor(), [facility_id])


@transaction.atomic
def take_lines(*, by: Actor, lines: Sequence[LinePaid], at: datetime) -> dict[int, list[int]]:
    """Book what these lines brought; the ids of each line's payments, by the id of the line.

    A line that was taken before brings nothing again, and its payments are told as they are. Raises
    `AmountNotPositive`, `NotYours`, `NotAllowed`.
    """
    for facility_id in {line.facility_id for line in lines}:
        by.require(Permission.RECONCILE, facility_id)
    if any(line.amount_vnd <= 0 for line in lines):
        raise errors.AmountNotPositive
    cursor = recipes.raw_cursor()
    told_before.keep_off(cursor, [line.facility_id for line in lines])
    cursor.execute(
        statement(__file__, "hear_lines").encode(),
        {"lines": msgspec.json.encode(lines).decode(), "at": at},
    )
    heard = [int(str(row[0])) for row in cursor.fetchall()]
    if heard and by is SYSTEM:
        book_heard(heard, at=at, taken_by=None, by_line=True)
    elif heard:
        # A page moves the counter of receipts one by one (trigger receipt_series_counts_on).
        for heard_id in heard:
            book_heard([heard_id], at=at, taken_by=by.user_id)
    cursor.execute(
        statement(__file__, "paid_by_lines").encode(),
        {"references": [f"line:{line.line_id}" for line in lines]},
    )
    found: dict[int, list[int]] = {line.line_id: [] for line in lines}
    for line_id, payment_id in cursor.fetchall():
        found[int(str(line_id))].append(int(str(payment_id)))
    return found
