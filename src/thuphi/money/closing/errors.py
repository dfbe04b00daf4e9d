"""What this room refuses, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from .rules import OnItsWay


class ClosingRefused(Exception):
    """Base of this room's refusals."""


class MoneyOnItsWay(ClosingRefused):
    """Money is on its way to these bills, or back from them."""

    def __init__(self, bills: Sequence[OnItsWay]) -> None:
        super().__init__(", ".join(one.code for one in bills))
        self.bills = tuple(bills)


class RunNotIssued(ClosingRefused):
    """Only a run whose bills are out is closed; the first argument is its state."""


class RunNotClosed(ClosingRefused):
    """Only a closed run is opened again."""


class ReasonMissing(ClosingRefused):
    """This needs a reason that others can read."""


class PaperMissing(ClosingRefused):
    """Lines on bills that are out rest on a paper: an application, a decision, minutes."""


class NoArrears(ClosingRefused):
    """Nothing is left to pay on these runs."""


class SameRun(ClosingRefused):
    """Arrears go on to another run."""


class NoDebts(ClosingRefused):
    """The list of debts is empty."""
