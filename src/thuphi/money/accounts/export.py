"""The whole book of a facility, written out for others: what every format begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from thuphi.money.ledger.rules import RecipeName

from . import beancount
from .queries import ledger, trial
from .queries.asking import Asked


def in_beancount(
    asked: Asked, *, title: str, note: str, words: Callable[[RecipeName], str]
) -> Iterator[str]:
    """The lines of the book as beancount text, of one instant; read while it is written."""
    with ledger.one_instant():
        yield from beancount.text(
            beancount.Head(
                title=title,
                note=note,
                opening=_opening(asked),
                opened_on=asked.span.from_on,
                words=words,
            ),
            ledger.accounts_of(asked.facility_id),
            ledger.journal(asked),
        )


def _opening(asked: Asked) -> dict[int, int]:
    """Debit less credit of each account before the first of the days."""
    if asked.span.from_on is None:
        return {}
    return {
        account.account_id: account.before.net_vnd
        for kind in trial.trial(asked).kinds
        for account in kind.accounts
        if account.account_id is not None
    }
