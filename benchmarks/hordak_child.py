"""Books transactions with django-hordak: `one` as its manual shows, `bulk` as fast as it can."""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from hordak.models import Account, AccountType, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

from benchmarks.children import work_when_told  # noqa: E402

BATCH = 1000
AMOUNT = Money(60_000, "VND")


def book_one_by_one(clearing: Account, receivable: Account, size: int) -> int:
    """`transfer_to`, in a transaction of its own each."""
    for number in range(size):
        with transaction.atomic():
            receivable.transfer_to(clearing, AMOUNT, description=f"TF{number:010}")
    return size


def book_in_bulk(clearing: Account, receivable: Account, size: int) -> int:
    """A thousand transactions with their legs in one transaction of the database."""
    for first in range(0, size, BATCH):
        numbers = range(first, min(first + BATCH, size))
        with transaction.atomic():
            booked = Transaction.objects.bulk_create(
                [Transaction(description=f"TF{number:010}") for number in numbers]
            )
            Leg.objects.bulk_create(
                leg
                for one in booked
                for leg in (
                    Leg(transaction=one, account=receivable, credit=AMOUNT),
                    Leg(transaction=one, account=clearing, debit=AMOUNT),
                )
            )
    return size


def _account(name: str) -> Account:
    return Account.objects.create(name=name, type=AccountType.asset, currencies=["VND"])


way, size = sys.argv[1], int(sys.argv[2])
book = book_one_by_one if way == "one" else book_in_bulk
with transaction.atomic():
    # Two processes that make accounts at the same moment would spoil hordak's tree.
    connection.cursor().execute("SELECT pg_advisory_xact_lock(1)")
    accounts = _account("clearing"), _account("receivable")
work_when_told(lambda: book(*accounts, size))
