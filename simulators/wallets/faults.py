"""What a wallet does wrong when it is told to."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import msgspec


class Fault(enum.Enum):
    """The next thing that goes wrong."""

    TIMEOUT = "timeout"
    """The call is carried out, but never answered."""
    LATE = "late"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_WORD = "unknown_word"
    REFUND_FAILS = "refund_fails"
    DOWN = "down"
    """503, and nothing is carried out."""
    SILENT = "silent"
    """The payment is made and nobody is told."""


class Where(enum.Enum):
    """What it goes wrong at: a merchant's call, the notification of a payment, a refund."""

    CALL = "call"
    NOTICE = "notice"
    REFUND = "refund"


USUAL = {
    Fault.TIMEOUT: Where.CALL,
    Fault.DOWN: Where.CALL,
    Fault.REFUND_FAILS: Where.REFUND,
}
"""Where a fault happens if nobody says; the others happen at the notification."""


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /control`."""

    next: Fault | None = None
    """None: nothing goes wrong any more."""
    at: Where | None = None
    times: int = 1
    seconds: float = 0
    """For `late` (1 when 0) and for `timeout` (what the settings say when 0)."""
    code: int = 0
    """For `refund_fails` and `unknown_word`: which of the provider's codes."""


@dataclass(slots=True)
class Faults:
    """Faults that wait for their moment."""

    waiting: dict[Where, list[Wish]] = field(default_factory=dict)

    def wish(self, wish: Wish) -> None:
        """Take a wish; the empty one takes all back."""
        if wish.next is None:
            self.waiting.clear()
            return
        where = wish.at or USUAL.get(wish.next, Where.NOTICE)
        self.waiting.setdefault(where, []).extend([wish] * max(1, wish.times))

    def take(self, where: Where) -> Wish | None:
        """The fault of this moment, once."""
        waiting = self.waiting.get(where)
        return waiting.pop(0) if waiting else None

    def listed(self) -> dict[str, list[str]]:
        """What waits, by its place."""
        return {
            where.value: [wish.next.value for wish in wishes if wish.next]
            for where, wishes in self.waiting.items()
            if wishes
        }
