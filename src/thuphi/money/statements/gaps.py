"""Where statements of an account do not follow each other. Pure, no database."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .rules import StatementKind

_NUMBER = re.compile(r"\s*(\d{1,9})(?:\s*/\s*\d+)?\s*")
BACK_TO_ONE = 31
"""A number no higher than this after a higher one begins a new year or month, and is no gap."""


class GapKind(enum.Enum):
    """By what it is seen that something is missing."""

    NUMBER = "number"
    """The bank counts its statements, and a number was left out."""
    BALANCE = "balance"
    """The next statement opens with another sum than the last one closed with."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says of itself."""

    id: int
    account: str
    kind: StatementKind
    number: str
    opening_vnd: int | None
    closing_vnd: int | None
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two statements of an account where something is missing."""

    account: str
    kind: GapKind
    before_id: int
    """The statement before the gap."""
    after_id: int
    """The statement after it."""
    after_on: date
    """The last day of the statement before."""
    before_on: date
    """The first day of the statement after."""
    missing: tuple[int, int] | None = None
    """The first and the last missing number."""
    closed_vnd: int | None = None
    opened_vnd: int | None = None


def gaps(statements: Sequence[Told]) -> list[Gap]:
    """Every gap in statements of any accounts, in the order of accounts and days."""
    found: list[Gap] = []
    for account in sorted({one.account for one in statements}):
        mine = [one for one in statements if one.account == account]
        for kind in StatementKind:
            found += _missing_numbers([one for one in mine if one.kind is kind])
        found += _broken_chain(mine)
    return found


def number_of(text: str) -> int | None:
    """The number of a statement, where it is one: `123` and `123/1`, and nothing of `STMT-A7`."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def _missing_numbers(statements: Sequence[Told]) -> list[Gap]:
    numbered = sorted(
        ((one.to_on, one.from_on, number, one) for one in statements
         if (number := number_of(one.number)) is not None),
        key=lambda row: row[:3],
    )  # fmt: skip
    found = []
    for (_, _, before, last), (_, _, after, one) in pairwise(numbered):
        is_new_count = after < before and after <= BACK_TO_ONE
        first = 1 if is_new_count and one.from_on.year != last.from_on.year else before + 1
        if after > first:
            found.append(
                Gap(one.account, GapKind.NUMBER, last.id, one.id, last.to_on, one.from_on,
                    missing=(first, after - 1))
            )  # fmt: skip
    return found


def _broken_chain(statements: Sequence[Told]) -> list[Gap]:
    """Statements with both balances: each opens with what the last one before it closed with."""
    ended = sorted(
        (one for one in statements if one.opening_vnd is not None and one.closing_vnd is not None),
        key=lambda one: (one.from_on, one.to_on, one.id),
    )
    found = []
    for one in ended:
        before = [other for other in ended if other.to_on < one.from_on]
        if not before:
            continue
        last_on = max(other.to_on for other in before)
        last = [other for other in before if other.to_on == last_on]
        if all(other.closing_vnd != one.opening_vnd for other in last):
            found.append(
                Gap(one.account, GapKind.BALANCE, last[-1].id, one.id, last_on, one.from_on,
                    closed_vnd=last[-1].closing_vnd, opened_vnd=one.opening_vnd)
            )  # fmt: skip
    return found
