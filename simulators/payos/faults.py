"""What this payOS does wrong on demand, once each time it is told to."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import msgspec


class Refused(Exception):
    """Not done; the text is a Vietnamese sentence for the person at the page."""


class Fault(enum.Enum):
    """The faults of every simulator; a refund cannot fail here, since payOS has none."""

    TIMEOUT = "timeout"
    LATE = "late"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    WRONG_AMOUNT = "wrong_amount"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_WORD = "unknown_word"
    DOWN = "down"


class Where(enum.Enum):
    """Whether the next call that it answers is spoilt, or the next payment."""

    API = "api"
    PAYMENT = "payment"


USUALLY = {Fault.TIMEOUT: Where.API, Fault.DOWN: Where.API}


class Wish(msgspec.Struct, frozen=True):
    """`POST /control`: what to do wrong next, and how often."""

    next: Fault
    where: Where | None = None
    seconds: int = 2
    times: int = 1


@dataclass(slots=True)
class Mischief:
    """Faults that wait for their moment."""

    waiting: dict[Where, list[Wish]] = field(default_factory=dict)

    def plan(self, wish: Wish) -> None:
        """Remember a fault for later."""
        where = wish.where or USUALLY.get(wish.next, Where.PAYMENT)
        self.waiting.setdefault(where, []).extend([wish] * wish.times)

    def take(self, where: Where) -> Wish | None:
        """The fault whose moment has come."""
        planned = self.waiting.get(where, [])
        return planned.pop(0) if planned else None
