"""What this room refuses, one sentence each."""

from __future__ import annotations


class FacilityRefused(Exception):
    """Base of this room's refusals."""


class FacilityNotFound(FacilityRefused):
    """There is no such facility."""


class FacilityCodeTaken(FacilityRefused):
    """Another facility has this code."""


class FacilityIncomplete(FacilityRefused):
    """A facility has a code and a name."""


class LevelNotOfSector(FacilityRefused):
    """A school level belongs to education, a kind of health facility to health."""


class AccountNotFound(FacilityRefused):
    """There is no such beneficiary account here."""


class BankNotKnown(FacilityRefused):
    """No bank has this six-digit number (BIN)."""


class AccountNumberWrong(FacilityRefused):
    """An account number is 4 to 19 digits or capital letters."""


class AccountNameMissing(FacilityRefused):
    """The name of the account's holder is missing."""


class ProposalWaiting(FacilityRefused):
    """Another account is proposed already; decide that one first."""


class AccountDecidedAlready(FacilityRefused):
    """The proposal has been approved or refused before."""


class PersonNeeded(FacilityRefused):
    """Accounts are proposed and decided by people who have signed in, never by a machine."""


class SecondPersonNeeded(FacilityRefused):
    """Who proposed an account cannot decide about it."""


class FacilityNotThere(FacilityRefused):
    """The facility was not open on this day: before its first day, or after it closed."""


class FacilityClosedAlready(FacilityRefused):
    """The facility was closed before."""


class FacilityStandsThere(FacilityRefused):
    """From this day on the facility is registered there already."""


class AreaIsSo(FacilityRefused):
    """From this day on the facility has this area class already."""
