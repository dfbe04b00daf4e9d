"""What a terminal remembers: payments, refunds, answers it gave, the open batch."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
MEMORY = timedelta(hours=48)


class Fault(enum.Enum):
    """What goes wrong with the next message, once."""

    TIMEOUT = "timeout"
    """The card is charged (or the money given back), and no answer comes."""
    LATE = "late"
    LOST = "lost"
    """The message never reaches the terminal; no answer comes."""
    DOWN = "down"
    BUSY = "busy"
    PARTIAL = "partial"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_WORD = "unknown_word"
    UNREACHABLE = "unreachable_host"
    REFUND_FAILS = "refund_fails"
    OUT_OF_ORDER = "out_of_order"
    """The next look-up still says InProgress although the payment has ended."""


class Deed(enum.Enum):
    """What the person at the terminal did."""

    APPROVE = "approve"
    DECLINE = "decline"
    WRONG_PIN = "wrong_pin"
    CANCEL = "cancel"
    ABORT = "abort"
    GIVE_UP = "give_up"


class Screen(enum.Enum):
    """What the terminal shows."""

    READY = "ready"
    CARD = "card"
    PIN = "pin"
    DONE = "done"


@dataclass(frozen=True)
class Card:
    """A card of the simulator; its number is one of the schemes' public test numbers."""

    brand: str
    number: str
    entry_mode: str

    @property
    def masked(self) -> str:
        """The first six and the last four."""
        return f"{self.number[:6]}{'*' * (len(self.number) - 10)}{self.number[-4:]}"


CARDS = {
    "napas": Card("napas", "9704000000000018", "ICC"),
    "visa": Card("visa", "4111111111111111", "Contactless"),
    "mc": Card("mc", "5555555555554444", "ICC"),
}


@dataclass
class Movement:
    """Money the terminal took, or gave back."""

    kind: str
    service_id: str
    reference: str
    amount_vnd: int
    transaction_id: str
    at: datetime
    brand: str
    masked_pan: str
    approval_code: str
    rrn: str
    of_transaction_id: str = ""


@dataclass
class Remembered:
    """One message that the terminal took in, and what it answered."""

    category: str
    at: datetime
    answer: dict[str, object] | None = None
    header: dict[str, object] | None = None


@dataclass
class Book:
    """All of one terminal, in memory."""

    movements: list[Movement] = field(default_factory=list)
    remembered: dict[str, Remembered] = field(default_factory=dict)
    batch: int = 1
    batch_from: int = 0
    counted: int = 0
    declined: int = 0

    def remember(self, service_id: str, category: str, at: datetime) -> bool:
        """Whether the ServiceID is new within 48 hours; old ones are forgotten."""
        gone = [name for name, one in self.remembered.items() if at - one.at > MEMORY]
        for name in gone:
            del self.remembered[name]
        if service_id in self.remembered:
            return False
        self.remembered[service_id] = Remembered(category, at)
        return True

    def next_number(self) -> int:
        """The next number of a transaction."""
        self.counted += 1
        return self.counted

    def given_back_vnd(self, transaction_id: str) -> int:
        """What was already given back of one payment."""
        return sum(
            one.amount_vnd for one in self.movements if one.of_transaction_id == transaction_id
        )

    def payment(self, transaction_id: str) -> Movement | None:
        """One payment by its name."""
        for one in self.movements:
            if one.kind == "payment" and one.transaction_id == transaction_id:
                return one
        return None

    def totals(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Count and amount of the open batch by brand and Debit or Credit."""
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for one in self.movements[self.batch_from :]:
            key = (one.brand, "Debit" if one.kind == "payment" else "Credit")
            count, amount_vnd = sums.get(key, (0, 0))
            sums[key] = (count + 1, amount_vnd + one.amount_vnd)
        return sums

    def close_batch(self) -> None:
        """The next movements belong to a new batch."""
        self.batch += 1
        self.batch_from = len(self.movements)
        self.declined = 0
