"""What this room refuses, one sentence each."""

from __future__ import annotations


class BillRefused(Exception):
    """Base of this room's refusals."""


class BillNotFound(BillRefused):
    """There is no such bill here."""


class RunNotFound(BillRefused):
    """There is no such collection run here."""


class RunHasNobody(BillRefused):
    """Nobody in the run's scope has anything planned."""


class MoneyHasComeIn(BillRefused):
    """The bill has been paid, in part or whole; only a credit or debit line may change it."""


class RunNameTaken(BillRefused):
    """The facility has a run of this name already."""


class RunAlreadyIssued(BillRefused):
    """Bills of the run are out; its plan is changed by lines, not by planning again."""


class ReasonMissing(BillRefused):
    """This needs a reason that others can read."""
