"""Where credits come from, what uses them up, and how much of it a bill may take. No database."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class Source(enum.Enum):
    """Nộp thừa, Điều chỉnh giảm, Số dư đầu kỳ, Không trả lại được, Ghi vào số dư."""

    OVERPAID = "overpaid"
    """A payment brought more than its bill needed."""
    RELEASED = "released"
    """A bill that was paid needs less by now."""
    OPENING = "opening"
    """Brought along from the program used before."""
    KEPT = "kept"
    """A refund failed, and the bill it was taken from needs it no longer."""
    GIVEN = "given"
    """A person gave money without an owner to the family, without a bill."""


class UseKind(enum.Enum):
    """What a part of a lot went to. What comes back is a use below nought of the same lot."""

    BILL = "bill"
    REFUND = "refund"
    REFUND_BACK = "refund_back"
    PAYOUT = "payout"
    PAYOUT_BACK = "payout_back"


TAKES = frozenset({UseKind.BILL, UseKind.REFUND, UseKind.PAYOUT})
"""Kinds that use up; the others give back."""


class PayoutStep(enum.Enum):
    """What became of credit that was to be paid out."""

    ASKED = "asked"
    FAILED = "failed"
    DONE_BANK = "done_bank"
    DONE_CASH = "done_cash"


class SpendOn(enum.Enum):
    """What a facility lets credits pay: any item, the item they came from only, or nothing."""

    ANY_ITEM = "any_item"
    SAME_ITEM = "same_item"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a lot, whole đồng; `item` is the item's code, empty when it is of none."""

    lot: int
    item: str
    left_vnd: int


def spendable(lots: Sequence[Left], *, rest_vnd: int, items_vnd: dict[str, int]) -> dict[int, int]:
    """How much of each lot, the oldest first, pays a bill whose lines ask so much by item.

    A lot of an item pays that item's lines only; one of none pays whatever is left. For the rule
    `same_item`: for `any_item` hand in lots without items. `sql/spend.sql` says the same for whole
    runs, and a test holds the two against each other.
    """
    open_vnd = dict(items_vnd)
    taken: dict[int, int] = {}
    for one in lots:
        most = min(one.left_vnd, max(open_vnd.get(one.item, 0), 0) if one.item else one.left_vnd)
        if one.item:
            open_vnd[one.item] = open_vnd.get(one.item, 0) - most
        part = min(most, rest_vnd)
        rest_vnd -= part
        if part > 0:
            taken[one.lot] = part
    return taken


def oldest_first(lots: Sequence[Left], amount_vnd: int) -> dict[int, int]:
    """So much of these lots, the oldest first; less when there is less."""
    taken: dict[int, int] = {}
    for one in lots:
        part = min(one.left_vnd, amount_vnd)
        amount_vnd -= part
        if part > 0:
            taken[one.lot] = part
    return taken
