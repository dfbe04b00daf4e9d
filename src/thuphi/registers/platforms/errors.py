"""What this room refuses, one sentence each."""

from __future__ import annotations


class PlatformRefused(Exception):
    """Base of this room's refusals."""


class PlatformNotFound(PlatformRefused):
    """There is no such platform in the register."""


class PlatformTaken(PlatformRefused):
    """This vendor's platform of this name is registered already."""


class PlatformIncomplete(PlatformRefused):
    """A platform has a name, a vendor, at least one kind, and where its evaluation stands."""


class ListCodeNotPlain(PlatformRefused):
    """A list is named by a short code, such as QD186."""


class ListedAlready(PlatformRefused):
    """The platform stands on this list in these days already."""


class DaysNotInOrder(PlatformRefused):
    """The last day does not come before the first."""


class CategoryNotOfPlatform(PlatformRefused):
    """The platform is not registered for this purpose."""


class CategoryNotOfSector(PlatformRefused):
    """Schools do not use what is for hospitals, nor the other way round."""


class EvidenceMissing(PlatformRefused):
    """A use is shown by a contract, a link or a description."""


class UsedAlready(PlatformRefused):
    """The facility uses this platform for this purpose in these days already."""


class UseNotFound(PlatformRefused):
    """There is no such use here."""


class ReasonMissing(PlatformRefused):
    """Who refuses a use says why."""


class PersonNeeded(PlatformRefused):
    """A machine verifies nothing."""


class SecondPersonNeeded(PlatformRefused):
    """Who declared a use does not verify it."""
