"""What this room refuses, one sentence each."""

from __future__ import annotations


class RegistrationRefused(Exception):
    """Base of this room's refusals."""


class NotOfThisFacility(RegistrationRefused):
    """The person or the fee item is not on this facility's lists."""


class OutsideTheYear(RegistrationRefused):
    """The day lies outside the school year of the item."""


class RegisteredAlready(RegistrationRefused):
    """The person takes this item on some of these days already."""


class CoefficientOutOfBounds(RegistrationRefused):
    """A number is 1 to 1,000 units, a coefficient 1 to 1,000 percent."""


class RegistrationNotFound(RegistrationRefused):
    """There is no such registration here."""


class RegistrationsMoved(RegistrationRefused):
    """Somebody else has changed these registrations since they were shown."""


class SameYear(RegistrationRefused):
    """A year is copied into another one."""
