"""What may go wrong on demand, and when."""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass, field

import msgspec


class Fault(enum.Enum):
    """One thing that goes wrong."""

    TIMEOUT = "timeout"
    LATE = "late"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_WORD = "unknown_word"
    REFUND_FAILS = "refund_fails"
    REFUND_FAILS_LATER = "refund_fails_later"
    DOWN = "down"
    CODE = "code"


class Event(enum.Enum):
    """Where it goes wrong."""

    PAGE = "page"
    PAY = "pay"
    ASK = "ask"
    REFUND = "refund"


REACH = {
    Fault.TIMEOUT: {Event.PAY, Event.ASK, Event.REFUND},
    Fault.LATE: {Event.PAY, Event.ASK, Event.REFUND},
    Fault.TWICE: {Event.PAY},
    Fault.OUT_OF_ORDER: {Event.PAY},
    Fault.WRONG_AMOUNT: {Event.PAY, Event.ASK, Event.REFUND},
    Fault.BAD_SIGNATURE: {Event.PAY, Event.ASK, Event.REFUND},
    Fault.UNKNOWN_WORD: {Event.PAY, Event.ASK, Event.REFUND},
    Fault.REFUND_FAILS: {Event.REFUND},
    Fault.REFUND_FAILS_LATER: {Event.REFUND},
    Fault.DOWN: {Event.PAGE, Event.ASK, Event.REFUND},
    Fault.CODE: {Event.ASK, Event.REFUND},
}


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a test or a button asks for; without `on` it is the next event that it can reach."""

    next: Fault
    on: Event | None = None
    seconds: float = 2
    times: int = 1
    code: str = "99"


@dataclass(slots=True)
class Faults:
    """Wishes in the order they came, each used up by its event."""

    waiting: deque[Wish] = field(default_factory=deque)

    def wish(self, wish: Wish) -> None:
        """Keep it until its event."""
        self.waiting.extend([wish] * wish.times)

    def take(self, event: Event) -> Wish | None:
        """The first wish for an event."""
        for wish in self.waiting:
            if event in REACH[wish.next] and wish.on in (None, event):
                self.waiting.remove(wish)
                return wish
        return None
