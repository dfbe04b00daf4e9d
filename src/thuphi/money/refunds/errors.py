"""What this room refuses, one sentence each."""

from __future__ import annotations


class RefundRefused(Exception):
    """Base of this room's refusals."""


class RefundNotFound(RefundRefused):
    """There is no such refund here."""


class NothingToRefund(RefundRefused):
    """This payment brought no money, or all of it is on its way back."""


class AmountNotPositive(RefundRefused):
    """At least one đồng goes back."""


class AmountAbovePaid(RefundRefused):
    """More than what was paid and is still here."""

    def __init__(self, rest_vnd: int) -> None:
        super().__init__(str(rest_vnd))
        self.rest_vnd = rest_vnd


class RestChanged(RefundRefused):
    """Somebody else asked for money of this payment since the page was shown, or it was pressed
    twice."""


class ReasonMissing(RefundRefused):
    """A refund says why."""


class PayeeMissing(RefundRefused):
    """A transfer needs the bank, the number and the name of the account it goes to."""


class SecondPersonNeeded(RefundRefused):
    """Above the facility's limit another person than the one who asked has to agree."""


class NotWaiting(RefundRefused):
    """This refund was decided already."""


class DocumentMissing(RefundRefused):
    """What was handed over is proved by the number of a transfer or of a signed slip."""
