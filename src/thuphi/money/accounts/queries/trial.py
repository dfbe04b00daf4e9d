"""The trial balance (bảng cân đối số phát sinh): before, within, after, for each account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from thuphi.money.accounts.rules import ORDER, Sides
from thuphi.money.ledger.rules import AccountKind

from .asking import Asked, sql, values


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One account, or all of one kind: what it had, what moved, what it has."""

    kind: AccountKind
    detail: str
    account_id: int | None
    """None for the row of a kind with several accounts."""
    before: Sides
    """Balance before the days, on its side."""
    moved: Sides
    after: Sides


@dataclass(frozen=True, slots=True)
class TrialKind:
    """A kind of account with its accounts; balances are not netted across accounts."""

    whole: TrialRow
    accounts: Sequence[TrialRow]


@dataclass(frozen=True, slots=True)
class NotArrived:
    """What the book by the day of arrival leaves out: money told of that no statement shows by
    then. Nothing when money counts on the day it was paid."""

    transfers: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The whole balance. Both sides of each of the three sums are equal, always."""

    kinds: Sequence[TrialKind]
    before: Sides
    moved: Sides
    after: Sides
    not_arrived: NotArrived


def trial(asked: Asked) -> Trial:
    """The trial balance of a facility; accounts that never had anything are left out."""
    with connection.cursor() as cursor:
        cursor.execute(sql("trial", asked.by), values(asked))
        found = cursor.fetchall()
    rows = [
        _row(AccountKind(kind), detail, account_id, Sides(*sides[:2]), Sides(*sides[2:]))
        for account_id, kind, detail, *sides, _out, _out_vnd in found
    ]
    rows = [one for one in rows if one.before != Sides() or one.moved != Sides()]
    kinds = [
        TrialKind(_added_up(kind, here), here)
        for kind in ORDER
        if (here := [one for one in rows if one.kind is kind])
    ]
    return Trial(
        kinds,
        before=sum((one.before for one in rows), Sides()),
        moved=sum((one.moved for one in rows), Sides()),
        after=sum((one.after for one in rows), Sides()),
        not_arrived=NotArrived(*found[0][-2:]) if found else NotArrived(0, 0),
    )


def _row(kind: AccountKind, detail: str, account_id: int, before: Sides, moved: Sides) -> TrialRow:
    return TrialRow(kind, detail, account_id, before.netted, moved, (before + moved).netted)


def _added_up(kind: AccountKind, rows: Sequence[TrialRow]) -> TrialRow:
    return TrialRow(
        kind,
        rows[0].detail if len(rows) == 1 else "",
        rows[0].account_id if len(rows) == 1 else None,
        before=sum((one.before for one in rows), Sides()),
        moved=sum((one.moved for one in rows), Sides()),
        after=sum((one.after for one in rows), Sides()),
    )
