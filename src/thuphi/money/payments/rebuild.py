"""What is derived, counted again from what is kept for ever, and where the two differ.

Balances, bills, the month's counts and receipt series are kept beside the transfers and payments
they follow from, so that a page can ask for them at once. Nothing here writes: a difference is a
fault of ours that a person has to understand before anybody mends it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.db import connection

from thuphi.ground.kit.sql import statement


class Promise(enum.Enum):
    """What is compared; each value names its statement, `sql/rebuild_<value>.sql`."""

    BALANCE = "balance"
    """An account's sums are those of its transfers."""
    BILL_PAID = "bill_paid"
    """A bill's paid sum is that of its payments and of the credit it let go and was paid with."""
    BILL_STATE = "bill_state"
    """A bill's state follows from its lines and payments."""
    RECEIVABLE = "receivable"
    """The book owes on a bill what the bill says is left."""
    TRANSFERS = "transfers"
    """Each payment moved in the book what it says, and nothing else moved by its recipes."""
    MONTH_COUNT = "month_count"
    """A month's count and value are those of its payments."""
    UNIDENTIFIED = "unidentified"
    """Money without an owner in the book is that of payments without an owner."""
    HELD = "held"
    """Money that did not fit its order has an attempt by which a person sees it."""
    RETURNS = "returns"
    """Money that went back moved in the book as its returns say."""
    REFUND_COUNT = "refund_count"
    """A month's count and value of refunds are those of the returns that were done."""
    FEE_COUNT = "fee_count"
    """Fees due and collected by kind are those of bills and payments."""
    CREDITS = "credits"
    """A family's account in the book is what is left of its lots."""
    CREDIT_MOVES = "credit_moves"
    """Lots and what took of them moved in the book what they say, and nothing else moved so."""
    RECEIPTS = "receipts"
    """Receipt numbers of a facility and year have no gap and no double."""
    BOOKINGS = "bookings"
    """Confirmed money waits or is booked, one of the two."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where what is kept is not what it follows from. Carries references, no names."""

    promise: Promise
    facility_id: int
    subject: str
    """The account, bill code, month, year or `heard:<id>`. Amounts are whole đồng."""
    kept: str
    recounted: str


def differences() -> list[Difference]:
    """Every broken promise that this connection may see; the worker's role sees all facilities.

    One statement and so one moment: bookings that go on meanwhile do not show as differences.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION)
        return [
            Difference(Promise(promise), facility_id, subject, kept, recounted)
            for promise, facility_id, subject, kept, recounted in cursor.fetchall()
        ]


_QUESTION = (
    " UNION ALL ".join(
        f"SELECT '{promise.value}', facility_id, subject, kept, recounted "
        f"FROM ({statement(__file__, f'rebuild_{promise.value}')}) AS of_{promise.value}"
        for promise in Promise
    )
    + " ORDER BY 1, 2, 3"
)
