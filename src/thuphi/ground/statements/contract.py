"""What a file of a bank or provider says, in our words, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One movement on an account. Amounts are whole đồng and positive; `is_in` says which way."""

    place: int
    """The row, entry or tag within its statement, from 1, as a person would count."""
    booked_on: date
    is_in: bool
    amount_vnd: int
    is_reversal: bool = False
    value_on: date | None = None
    booked_at: datetime | None = None
    """Aware; only where the file tells a time."""
    bank_reference: str = ""
    end_to_end: str = ""
    text: str = ""
    payer_name: str = ""
    """The other side, whichever way money went."""
    payer_account: str = ""
    payer_bank: str = ""
    virtual_account: str = ""
    balance_vnd: int | None = None
    """The running balance after this line, where the file has one."""
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """One statement of one account: opening + in - out = closing wherever both are told."""

    account: str
    kind: str
    """`notice`, `intraday`, `end_of_day` or `sheet`."""
    lines: tuple[ReadLine, ...]
    from_on: date
    to_on: date
    number: str = ""
    opening_vnd: int | None = None
    closing_vnd: int | None = None
    bank: str = ""
    owner: str = ""

    @property
    def in_vnd(self) -> int:
        """What came."""
        return sum(line.amount_vnd for line in self.lines if line.is_in)

    @property
    def out_vnd(self) -> int:
        """What went."""
        return sum(line.amount_vnd for line in self.lines if not line.is_in)


@dataclass(frozen=True, slots=True)
class ReadSettlementRow:
    """One payment, refund or chargeback of a provider's settlement. Net is gross less fee."""

    place: int
    kind: str
    """`payment`, `refund`, `chargeback` or `other`."""
    provider_reference: str
    gross_vnd: int
    """Positive for a payment, negative for what goes back to the payer."""
    fee_vnd: int
    our_reference: str = ""
    text: str = ""
    paid_at: datetime | None = None
    raw: Mapping[str, str] = field(default_factory=dict)

    @property
    def net_vnd(self) -> int:
        """What the provider pays over for it."""
        return self.gross_vnd - self.fee_vnd


@dataclass(frozen=True, slots=True)
class ReadSettlement:
    """What a provider pays over in one sum."""

    channel: str
    reference: str
    settled_on: date
    rows: tuple[ReadSettlementRow, ...]
    net_vnd: int | None = None
    """The provider's own total, where it tells one; checked against the rows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and where; `faults.SENTENCES` has the Vietnamese sentence."""

    kind: str
    """A value of `faults.FaultKind`."""
    place: str = ""
    """`dòng 12, cột D`, `Ntry 3`, `:61: thứ 4`; empty for the file as a whole."""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A whole file, understood."""

    format: str
    """`camt.053.001.08`, `mt940`, `xlsx`, `csv`, `vnpay`, ..."""
    statements: tuple[ReadStatement, ...] = ()
    settlements: tuple[ReadSettlement, ...] = ()
    profile: str = ""
    """The column profile a sheet was read by."""
    notes: tuple[Fault, ...] = ()
    """What was left out and why, such as entries that are not booked yet; at most 100."""


class Unreadable(Exception):
    """The file is refused as a whole; every fault found is named (at most 100)."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.place} {one.kind}".strip() for one in faults[:3]))
        self.faults = faults
