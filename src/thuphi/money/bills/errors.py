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
    """The run is no longer a draft: bills are out, or it was withdrawn. Its plan stays as it is."""


class ReasonMissing(BillRefused):
    """This needs a reason that others can read."""


class RunEndsBeforeItOpens(BillRefused):
    """The last day to pay is before the first."""


class ChargePlannedBefore(BillRefused):
    """The run has this item planned for this person already."""


class NotOfThisFacility(BillRefused):
    """The person or the fee item is not on this facility's lists."""


class ExemptedAlready(BillRefused):
    """The person pays less for this item on some of these days already."""


class ExemptionNotAPart(BillRefused):
    """An exemption lets off one to a hundred percent."""


class ExemptionEndsBeforeItBegins(BillRefused):
    """The first day an exemption no longer holds comes after its first day."""


class ExemptionNotFound(BillRefused):
    """There is no such right to pay less here."""


class NotSooner(BillRefused):
    """A right to pay less ends sooner than it was written down, or stays as it is."""


class NotLater(BillRefused):
    """More days to pay means a later last day, and one that is not past."""


class NothingToPay(BillRefused):
    """The bill is paid or was withdrawn."""


class RunNotOpenToChange(BillRefused):
    """Only a draft or an issued run is brought up to date; the first argument is its state."""


class DifferenceMoved(BillRefused):
    """What would change is no longer what was shown."""


class NothingWouldChange(BillRefused):
    """The run bills what is wanted already."""
