"""What this room refuses, one sentence each. The first argument is the code of the person meant."""

from __future__ import annotations


class EnrolmentRefused(Exception):
    """Base of this room's refusals."""


class CodeMissing(EnrolmentRefused):
    """A pupil or patient has a code of the facility's own."""


class NameMissing(EnrolmentRefused):
    """A pupil or patient has a name."""


class PhoneNotDigits(EnrolmentRefused):
    """A phone number is 8 to 15 digits."""


class CodeTaken(EnrolmentRefused):
    """Another pupil or patient of the facility has this code."""


class CodeTwice(EnrolmentRefused):
    """The same code stands twice in one list."""


class BeneficiaryNotFound(EnrolmentRefused):
    """There is no such pupil or patient here."""
