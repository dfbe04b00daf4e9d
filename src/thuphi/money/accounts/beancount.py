"""The book as beancount text, for a tool that we did not write.

Each account is opened under a name that follows from its kind and detail; each transfer is one
transaction of two legs; what every account has at the end of each month, and at the end, is written
down as an assertion that the other tool counts again. `docs/beancount.md` says how to read it.

Syntax: beancount.github.io/docs/beancount_language_syntax.html (accounts, transactions, balance
assertions, metadata).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.fold import without_marks
from thuphi.money.ledger.rules import AccountKind, RecipeName

from .queries.ledger import AccountName, Posted

ROOTS: Mapping[AccountKind, str] = {
    AccountKind.RECEIVABLE: "Assets:Receivable",
    AccountKind.CLEARING: "Assets:Clearing",
    AccountKind.BANK: "Assets:Bank",
    AccountKind.CASH: "Assets:Cash",
    AccountKind.UNIDENTIFIED: "Liabilities:Unidentified",
    AccountKind.PAYER_CREDIT: "Liabilities:PayerCredit",
    AccountKind.DEPOSIT: "Liabilities:Deposit",
    AccountKind.REFUND_DUE: "Liabilities:RefundDue",
    AccountKind.REVENUE: "Income:Revenue",
    AccountKind.ROUNDING: "Income:Rounding",
    AccountKind.WAIVER: "Expenses:Waiver",
    AccountKind.PROVIDER_FEE: "Expenses:ProviderFee",
    AccountKind.OPENING: "Equity:Opening",
}
"""Where each kind of account stands among the five roots that beancount has."""

_AS_IT_IS = re.compile(r"[0-9A-Z][0-9A-Z]*", re.ASCII)
_SMALL_WORD = re.compile(r"[a-z][0-9a-z]*[a-z][0-9a-z]*", re.ASCII)
_NOT_ALLOWED = re.compile(r"[^0-9A-Za-z]+", re.ASCII)
HASH_LETTERS = 10


def account_name(kind: AccountKind, detail: str) -> str:
    """The name of an account: `revenue:AN` is `Income:Revenue:AN`, `clearing:sepay` is
    `Assets:Clearing:Sepay`. What beancount does not allow is left out, and a few letters of a hash
    keep such a name apart from all others."""
    if not detail:
        return ROOTS[kind]
    return f"{ROOTS[kind]}:{_part(detail)}"


def _part(detail: str) -> str:
    if _AS_IT_IS.fullmatch(detail):
        return detail
    if _SMALL_WORD.fullmatch(detail):
        return detail.capitalize()
    known_by = hashlib.sha256(detail.encode()).hexdigest()[:HASH_LETTERS].upper()
    readable = _NOT_ALLOWED.sub("-", without_marks(detail)).strip("-") or "x"
    return f"{readable[0].upper()}{readable[1:]}-{known_by}"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the transfers."""

    title: str
    note: str
    """Which days and by which day money counts, as the page says it."""
    opening: Mapping[int, int]
    """Debit less credit of each account before the first of the days, by the account's id."""
    opened_on: date | None
    """The first of the days; None when the export begins with the first transfer."""
    words: Callable[[RecipeName], str]
    """What a recipe is called."""


def text(
    head: Head, accounts: Mapping[int, AccountName], journal: Iterable[Posted]
) -> Iterator[str]:
    """The lines of the whole file. Holds one sum for each account and nothing else in memory."""
    balances = {account_id: vnd for account_id, vnd in head.opening.items() if vnd}
    opened = {account_id: accounts[account_id] for account_id in sorted(balances)}
    rows = iter(journal)
    first = next(rows, None)
    begins_on = head.opened_on or (_day(first) if first is not None else None)
    yield f'option "title" {_quoted(head.title)}\noption "operating_currency" "VND"\n'
    yield from (f"; {line}\n" for line in head.note.splitlines())
    if begins_on is None:
        return
    yield f"\n{begins_on} commodity VND\n"
    for one in opened.values():
        yield _open(begins_on, one)
    if balances:
        yield from _opening(begins_on, opened, balances)
    today = begins_on
    while first is not None:
        day = _day(first)
        if (day.year, day.month) != (today.year, today.month):
            yield from _asserted(_month_after(today), opened, balances)
        today = day
        for side, sign in ((first.debit, 1), (first.credit, -1)):
            if side.id not in opened:
                yield _open(day, side)
                opened[side.id] = side
            balances[side.id] = balances.get(side.id, 0) + sign * first.amount_vnd
        yield _transaction(day, first, head.words)
        first = next(rows, None)
    yield from _asserted(today + timedelta(days=1), opened, balances)


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _day(row: Posted) -> date:
    return row.at.astimezone(VIETNAM).date()


def _quoted(words: str) -> str:
    one_line = " ".join(words.split())
    return '"' + one_line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _open(day: date, account: AccountName) -> str:
    return (
        f"{day} open {account_name(account.kind, account.detail)} VND\n"
        f"  kind: {_quoted(account.kind.value)}\n  detail: {_quoted(account.detail)}\n"
    )


def _opening(
    day: date, accounts: Mapping[int, AccountName], balances: Mapping[int, int]
) -> Iterator[str]:
    yield f'\n{day} * "opening" "Số dư đầu kỳ"\n'
    for account_id, vnd in sorted(balances.items()):
        one = accounts[account_id]
        yield f"  {account_name(one.kind, one.detail)}  {vnd} VND\n"


def _transaction(day: date, row: Posted, words: Callable[[RecipeName], str]) -> str:
    happened = row.happened_at.astimezone(VIETNAM).isoformat()
    corrects = "" if row.corrects_id is None else f"  corrects: {row.corrects_id}\n"
    return (
        f"\n{day} * {_quoted(row.reference)} {_quoted(words(row.recipe))}\n"
        f"  id: {row.id}\n  recipe: {_quoted(row.recipe.value)}\n"
        f"  reference: {_quoted(row.reference)}\n  happened_at: {_quoted(happened)}\n{corrects}"
        f"  {account_name(row.debit.kind, row.debit.detail)}  {row.amount_vnd} VND\n"
        f"  {account_name(row.credit.kind, row.credit.detail)}  -{row.amount_vnd} VND\n"
    )


def _asserted(
    day: date, accounts: Mapping[int, AccountName], balances: Mapping[int, int]
) -> Iterator[str]:
    """What each account has when the day begins."""
    yield "\n"
    for account_id, vnd in sorted(balances.items()):
        one = accounts[account_id]
        yield f"{day} balance {account_name(one.kind, one.detail)}  {vnd} VND\n"
