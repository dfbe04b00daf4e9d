"""Refusals of the cash desk, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import Fault


class TillRefused(Exception):
    """The base of all of them."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """Which entry is refused and why; `rest_vnd` is what its bill is still owed, in đồng."""

    key: str
    code: str
    fault: Fault
    rest_vnd: int = 0


class TakingsRefused(TillRefused):
    """At least one entry cannot be taken, so that none was."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(", ".join(f"{one.code}: {one.fault.value}" for one in faults))
        self.faults = list(faults)


class NothingEntered(TillRefused):
    """There is no entry at all."""


class TooManyAtOnce(TillRefused):
    """More entries than a class has pupils."""


class BookOverlaps(TillRefused):
    """Numbers of this series are on another pad already."""


class BookUnreadable(TillRefused):
    """A pad begins at 1 or later, ends where it begins or later, and has a series."""


class BookNotFound(TillRefused):
    """There is no such pad here."""


class BookIsReturned(TillRefused):
    """The pad has been handed back; nothing more is written on it."""


class NumberTaken(TillRefused):
    """This number has been used, voided or lost before."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class NumberNotInBook(TillRefused):
    """The pad has no such number."""


class ReasonMissing(TillRefused):
    """A deed that is asked after later says why."""


class NothingHeld(TillRefused):
    """The collector holds no cash."""


class HeldChanged(TillRefused):
    """The collector has taken or handed over cash since the page was shown."""

    def __init__(self, held_vnd: int) -> None:
        super().__init__(str(held_vnd))
        self.held_vnd = held_vnd


class NothingCounted(TillRefused):
    """No note was counted."""


class HandOverWaits(TillRefused):
    """An earlier hand-over of this collector has not been received yet."""


class HandOverNotFound(TillRefused):
    """There is no such hand-over here."""


class HandOverIsOver(TillRefused):
    """It was received, refused or withdrawn before."""


class SecondPersonMissing(TillRefused):
    """Who gives cash does not receive it: two people sign."""


class PersonUnknown(TillRefused):
    """Nobody here who may take cash has this name."""


class AboveFund(TillRefused):
    """More than lies in the fund; what collectors still hold is not in it."""

    def __init__(self, fund_vnd: int) -> None:
        super().__init__(str(fund_vnd))
        self.fund_vnd = fund_vnd


class AmountNotPositive(TillRefused):
    """A deposit is of some money."""


class DocumentMissing(TillRefused):
    """A deposit names the bank's slip."""


class DocumentUsed(TillRefused):
    """This slip of the bank has been written down before."""


class DepositNotFound(TillRefused):
    """There is no such deposit here."""


class AlreadyMatched(TillRefused):
    """The deposit was found on a statement before."""
