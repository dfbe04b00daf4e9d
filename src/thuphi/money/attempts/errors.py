"""What this room refuses, one sentence each."""

from __future__ import annotations


class AttemptRefused(Exception):
    """Base of this room's refusals."""


class NothingToPay(AttemptRefused):
    """The bill is paid, cancelled, or not there."""


class PartNotAllowed(AttemptRefused):
    """This bill is paid whole or not at all."""


class AmountAboveRest(AttemptRefused):
    """More than what is left of the bill."""


class AmountNotPositive(AttemptRefused):
    """An amount is at least one đồng."""


class AmountOutsideLimits(AttemptRefused):
    """The way of paying takes only amounts between its two limits."""

    def __init__(self, *, min_vnd: int, max_vnd: int) -> None:
        super().__init__(f"{min_vnd}..{max_vnd}")
        self.min_vnd = min_vnd
        self.max_vnd = max_vnd


class WayNotOpen(AttemptRefused):
    """The facility has no such way of paying at work, or it cannot begin a payment."""


class AnotherIsLive(AttemptRefused):
    """An attempt for this bill may still be paid; a second would risk paying twice."""

    def __init__(self, attempt_id: int) -> None:
        super().__init__(str(attempt_id))
        self.attempt_id = attempt_id


class AttemptNotFound(AttemptRefused):
    """There is no such attempt here."""


class BasketRefused(AttemptRefused):
    """A basket holds two or more open bills of one facility, each once."""
