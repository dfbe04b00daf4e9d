"""What a payment can turn out to be, and how one is judged. No database.

The set-based statement `sql/book.sql` judges whole batches by these same rules; a test holds the
two against each other on random histories.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from thuphi.money.catalogue.rules import FeeKind


class Method(enum.Enum):
    """The four ways of the plans, and cash, without which no share could be computed."""

    QR = "qr"
    WEB = "web"
    MOBILE_MONEY = "mobile_money"
    CARD = "card"
    CASH = "cash"


class Finding(enum.Enum):
    """What the worker found a confirmed notification to be."""

    EXACT = "exact"
    """It pays what was left of the bill."""
    PART = "part"
    """It pays less than what was left."""
    OVER = "over"
    """It brings more than what was left; the rest is the family's credit."""
    CLOSED = "closed"
    """The bill was cancelled before; the money has no owner yet."""
    UNKNOWN = "unknown"
    """No bill of this facility was found in it; the money has no owner yet."""
    DUPLICATE = "duplicate"
    """Another provider told of the same credit first; there is no second money."""
    NOT_FOR_US = "not_for_us"
    """It reached another account than the one approved for collecting, or a person found that it is
    no business of this book."""
    CREDIT = "credit"
    """A person gave it to a family without a bill."""


class ReturnKind(enum.Enum):
    """What became of money that was asked back."""

    ASKED = "asked"
    """Taken from the bill, the credit or the ownerless money, and set aside."""
    FAILED = "failed"
    """It stays with the facility after all."""
    DONE = "done"
    """It left."""
    UNDONE = "undone"
    """It was given to the wrong one: taken from there, and without an owner again."""


OWNERLESS = frozenset({Finding.CLOSED, Finding.UNKNOWN})
"""Money that lies in `unidentified` until a person finds its owner."""


@dataclass(frozen=True, slots=True)
class Split:
    """Where the đồng of one payment go."""

    finding: Finding
    applied_vnd: int
    excess_vnd: int


def split(amount_vnd: int, remaining_vnd: int) -> Split:
    """Divide a payment on a live bill between the bill and the family's credit."""
    applied = min(amount_vnd, remaining_vnd)
    if amount_vnd > remaining_vnd:
        return Split(Finding.OVER, applied, amount_vnd - applied)
    if amount_vnd == remaining_vnd:
        return Split(Finding.EXACT, applied, 0)
    return Split(Finding.PART, applied, 0)


@dataclass(frozen=True, slots=True)
class Shares:
    """Where money of one payment lies, or lay."""

    bill_vnd: int
    credit_vnd: int
    unidentified_vnd: int

    @property
    def total_vnd(self) -> int:
        """All of it."""
        return self.bill_vnd + self.credit_vnd + self.unidentified_vnd


def shares_back(there: Shares, amount_vnd: int) -> Shares:
    """Where a refund is taken from: credit first, then ownerless money, then the bill itself."""
    credit = min(amount_vnd, there.credit_vnd)
    unidentified = min(amount_vnd - credit, there.unidentified_vnd)
    return Shares(amount_vnd - credit - unidentified, credit, unidentified)


def by_kind(paid_vnd: int, lines_vnd: Mapping[FeeKind, int]) -> dict[FeeKind, int]:
    """How the first so many đồng paid on a bill fall to the kinds of its lines.

    In the order of `FeeKind` each kind takes its part of what the kinds before it left, as its
    weight is to the weights still to come, rounded down; the last takes the rest. So nothing is
    lost, a bill paid in full gives each kind just what its lines say, one more đồng never takes one
    away from any kind, and what a payment brought is this at its end less this at its beginning.
    A kind that takes away in all (a credit above its charge) counts as nothing, and lessens the
    others.
    `sql: fees_counted` says the same for whole months.
    """
    weights = {kind: max(lines_vnd.get(kind, 0), 0) for kind in FeeKind}
    left_vnd, left_weight = paid_vnd, sum(weights.values())
    shares: dict[FeeKind, int] = {}
    for kind, weight in weights.items():
        shares[kind] = left_vnd * weight // left_weight if weight else 0
        left_vnd -= shares[kind]
        left_weight -= weight
    return shares
