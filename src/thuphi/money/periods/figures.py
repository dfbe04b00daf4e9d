"""The reconciliation report of a period as data: what is frozen when it is closed. No database.

All amounts are đồng. `msgspec` turns it into JSON and back; a field that is added later gets a
default, so that what was frozen before can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from .rules import Item, Need, PeriodKind


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One clearing account: what was said to have come, and what of it is on the bank."""

    channel: str
    opening_vnd: int
    in_vnd: int
    settled_vnd: int
    fee_vnd: int
    back_vnd: int
    """What the provider gave back to payers and keeps from us."""
    closing_vnd: int
    """What had not come by the end of the period."""
    now_vnd: int
    """What had not come when it was closed, later payments with it."""
    open_now_vnd: int = 0
    """What all things that were open then come to; the same as `now_vnd` when all is told."""
    on_way_vnd: int = 0
    explained_vnd: int = 0
    missing_vnd: int = 0

    @property
    def other_vnd(self) -> int:
        """What moved otherwise within the period."""
        moved_vnd = self.in_vnd - self.settled_vnd - self.fee_vnd - self.back_vnd
        return self.closing_vnd - self.opening_vnd - moved_vnd

    @property
    def rest_vnd(self) -> int:
        """What no open thing stands for; nought when all is explained."""
        return self.now_vnd - self.open_now_vnd

    @property
    def late_vnd(self) -> int:
        """What of the closing balance came after the period and before it was closed."""
        told_vnd = self.on_way_vnd + self.explained_vnd + self.missing_vnd
        return self.closing_vnd - told_vnd - self.rest_vnd


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One bank account: what its statements say, and what the book has moved on it."""

    account: str
    opening_vnd: int | None
    in_vnd: int
    out_vnd: int
    closing_vnd: int | None
    other_in_vnd: int
    """Came in and is no business of the book: a subsidy, interest."""
    other_out_vnd: int
    open_in_vnd: int
    """Came in and stands beside nothing yet."""
    open_out_vnd: int
    book_in_vnd: int
    book_out_vnd: int

    @property
    def gap_vnd(self) -> int | None:
        """What the lines do not tell of the way from opening to closing; nought when complete."""
        if self.opening_vnd is None or self.closing_vnd is None:
            return None
        return self.closing_vnd - self.opening_vnd - self.in_vnd + self.out_vnd


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How many lines of the bank ended so."""

    outcome: str
    direction: str
    lines: int
    vnd: int


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One kind of account before, in and after the period; opening is debit less credit."""

    kind: str
    opening_vnd: int
    debit_vnd: int
    credit_vnd: int

    @property
    def closing_vnd(self) -> int:
        """Debit less credit at the end."""
        return self.opening_vnd + self.debit_vnd - self.credit_vnd


@dataclass(frozen=True, slots=True)
class Correction:
    """A transfer that speaks of days closed before it was booked, and which closing that is."""

    transfer_id: int
    recipe: str
    amount_vnd: int
    reference: str
    happened_at: datetime
    booked_at: datetime
    corrects_id: int | None
    closing_id: int
    kind: PeriodKind
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class CashRow:
    """The day book of the period."""

    opening_vnd: int
    in_vnd: int
    out_vnd: int

    @property
    def closing_vnd(self) -> int:
        """What there should be at the end."""
        return self.opening_vnd + self.in_vnd - self.out_vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The whole report."""

    channels: tuple[ChannelRow, ...]
    accounts: tuple[AccountRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    balances: tuple[BalanceRow, ...]
    cash: CashRow
    on_way: tuple[Item, ...]
    explained: tuple[Item, ...]
    missing: tuple[Item, ...] = ()
    """What was open when it was closed, and explained by `reasons`."""
    reasons: dict[Need, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    """Of earlier periods, that came in this one."""
