"""What stands in the way of closing a run. No database."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Way(enum.Enum):
    """How money is on its way."""

    ATTEMPT = "attempt"
    """Somebody has begun to pay and may still do so."""
    HEARD = "heard"
    """The bank or a provider has told of it and it is not booked yet."""
    REFUND = "refund"
    """It is to go back to the family."""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A bill with money on its way."""

    code: str
    name: str
    class_name: str
    way: Way
