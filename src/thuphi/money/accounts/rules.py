"""By which day a movement counts, which days are asked for, and how old a debt is. No database."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.ledger.rules import AccountKind


@dataclass(frozen=True, slots=True)
class Span:
    """Days of Việt Nam, both included; an end that is missing is open."""

    from_on: date | None = None
    until_on: date | None = None

    @property
    def from_at(self) -> datetime | None:
        """The first instant in it."""
        return None if self.from_on is None else midnight(self.from_on)

    @property
    def until_at(self) -> datetime | None:
        """The first instant after it."""
        return None if self.until_on is None else midnight(self.until_on + timedelta(days=1))


EVERY_DAY = Span()


def midnight(day: date) -> datetime:
    """The first instant of a day in Việt Nam."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


ORDER = (
    AccountKind.CASH,
    AccountKind.BANK,
    AccountKind.CLEARING,
    AccountKind.RECEIVABLE,
    AccountKind.UNIDENTIFIED,
    AccountKind.PAYER_CREDIT,
    AccountKind.DEPOSIT,
    AccountKind.REFUND_DUE,
    AccountKind.REVENUE,
    AccountKind.WAIVER,
    AccountKind.PROVIDER_FEE,
    AccountKind.ROUNDING,
    AccountKind.OPENING,
)
"""The order in which accounts stand in a trial balance: money, claims, debts, then the rest."""


class Age(enum.Enum):
    """How long after its last day something is still owed."""

    NOT_DUE = "not_due"
    TO_30 = "to_30"
    TO_60 = "to_60"
    TO_90 = "to_90"
    OVER_90 = "over_90"


AGES_UP_TO = ((0, Age.NOT_DUE), (30, Age.TO_30), (60, Age.TO_60), (90, Age.TO_90))


def age_of(due_on: date, today: date) -> Age:
    """The age of a debt. On its last day it is not late yet."""
    days = (today - due_on).days
    return next((age for most, age in AGES_UP_TO if days <= most), Age.OVER_90)


class AgedBy(enum.Enum):
    """What debts are sorted by."""

    CLASS = "class"
    RUN = "run"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Sides:
    """A sum on the debit side and one on the credit side, whole đồng, neither below nought."""

    debit_vnd: int = 0
    credit_vnd: int = 0

    def __add__(self, other: Sides) -> Sides:
        return Sides(self.debit_vnd + other.debit_vnd, self.credit_vnd + other.credit_vnd)

    @property
    def net_vnd(self) -> int:
        """Debit less credit."""
        return self.debit_vnd - self.credit_vnd

    @property
    def netted(self) -> Sides:
        """The same as a balance: what is left, on the side where it is."""
        net = self.net_vnd
        return Sides(net, 0) if net > 0 else Sides(0, -net)
