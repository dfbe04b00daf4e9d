"""One account of the book with every movement, and every transfer in the order of its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from thuphi.money.accounts.rules import Sides
from thuphi.money.ledger import queries as book
from thuphi.money.ledger.models import LedgerAccount
from thuphi.money.ledger.rules import AccountKind, RecipeName

from .asking import Asked, sql, values

AT_ONCE = 2_000
"""Transfers that are fetched together: the rest of a long history waits on the server."""


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account by what it holds."""

    id: int
    kind: AccountKind
    detail: str


@dataclass(frozen=True, slots=True)
class Movement:
    """One transfer as seen from one of its accounts."""

    id: int
    recipe: RecipeName
    reference: str
    at: datetime
    """The instant by which it counts."""
    happened_at: datetime
    moved: Sides
    other: AccountName
    running_vnd: int
    """Debit less credit since the first of the days, this movement included."""


@dataclass(frozen=True, slots=True)
class Movements:
    """A page of an account's movements, and what all of them come to."""

    rows: Sequence[Movement]
    count: int
    before_vnd: int
    """Debit less credit before the first of the days."""
    moved: Sides
    """All that moved in the days, whatever is on the page."""

    @property
    def after_vnd(self) -> int:
        """Debit less credit after the last of the days."""
        return self.before_vnd + self.moved.net_vnd


@dataclass(frozen=True, slots=True)
class Posted:
    """One transfer of the journal."""

    id: int
    recipe: RecipeName
    reference: str
    at: datetime
    happened_at: datetime
    booked_at: datetime
    amount_vnd: int
    debit: AccountName
    credit: AccountName
    corrects_id: int | None


def account_here(account_id: int, facility_id: int) -> AccountName | None:
    """The account of this number, if it is the facility's."""
    found = LedgerAccount.objects.filter(pk=account_id, facility_id=facility_id).first()
    return None if found is None else _name(found)


def accounts_of(facility_id: int) -> dict[int, AccountName]:
    """Every account of a facility."""
    found = LedgerAccount.objects.filter(facility_id=facility_id).order_by("kind", "detail")
    return {one.pk: _name(one) for one in found}


def account_of(facility_id: int, kind: AccountKind, detail: str) -> AccountName | None:
    """The account of a kind with this detail, once something was booked on it."""
    found = LedgerAccount.objects.filter(
        facility_id=facility_id, kind=kind.value, detail=detail
    ).first()
    return None if found is None else _name(found)


def _name(account: LedgerAccount) -> AccountName:
    return AccountName(account.pk, AccountKind(account.kind), account.detail)


def movements(
    asked: Asked, account_id: int, *, limit: int | None = None, offset: int = 0
) -> Movements:
    """What moved on an account in the days asked for; all of it without a limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql("movements", asked.by),
            {**values(asked), "account_id": account_id, "limit": limit, "offset": offset},
        )
        found = cursor.fetchall()
    if not found:
        return Movements([], 0, 0, Sides())
    count, before_vnd, debit_vnd, credit_vnd, running_vnd = found[0][:5]
    rows = []
    for one in found if found[0][5] is not None else []:
        moved = Sides(one[10], one[11])
        running_vnd += moved.net_vnd
        rows.append(
            Movement(
                id=one[5],
                recipe=RecipeName(one[6]),
                reference=one[7],
                at=one[8],
                happened_at=one[9],
                moved=moved,
                other=AccountName(one[12], AccountKind(one[13]), one[14]),
                running_vnd=running_vnd,
            )
        )
    return Movements(rows, count, before_vnd, Sides(debit_vnd, credit_vnd))


@contextmanager
def one_instant() -> Iterator[None]:
    """What is read inside is the book of one instant, however long the reading takes."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def journal(asked: Asked) -> Iterator[Posted]:
    """Every transfer in the days asked for, in the order of the days, a part at a time."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql("journal", asked.by), values(asked))
        found = cursor.fetchmany(AT_ONCE)
        accounts = accounts_of(asked.facility_id)
        while found:
            for one in found:
                yield Posted(
                    id=one[0],
                    recipe=RecipeName(one[1]),
                    reference=one[2],
                    at=one[3],
                    happened_at=one[4],
                    booked_at=one[5],
                    amount_vnd=one[6],
                    debit=accounts[one[7]],
                    credit=accounts[one[8]],
                    corrects_id=one[9],
                )
            found = cursor.fetchmany(AT_ONCE)


def count(asked: Asked) -> int:
    """How many transfers the journal has in the days asked for."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql('journal', asked.by)}) AS j", values(asked))
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def about(reference: str, facility_id: int) -> list[book.Entry]:
    """Every transfer about one thing, in the order of booking."""
    return book.transfers_about(reference, facility_id=facility_id)
