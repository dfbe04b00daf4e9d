"""What this room refuses, one sentence each. No message here ever holds a secret."""

from __future__ import annotations


class MerchantRefused(Exception):
    """Base of this room's refusals."""


class MerchantNotFound(MerchantRefused):
    """There is no such merchant."""


class ChannelNotKnown(MerchantRefused):
    """No connector has this name."""


class SlugNotPlain(MerchantRefused):
    """A merchant's address is 4 to 60 small letters, digits and dashes."""


class SlugTaken(MerchantRefused):
    """Another merchant of this channel has this address."""


class SettingNotKnown(MerchantRefused):
    """The channel has no setting of this name."""


class SecretMissing(MerchantRefused):
    """Without a secret nobody could tell a true notification from a forged one."""


class SecretNotRepeated(MerchantRefused):
    """New secrets replace all old ones, and the old one of this name is not among the new."""


class AddressNotSafe(MerchantRefused):
    """The setting of this name is an address and has to begin with https://."""


class AccountWatchedAlready(MerchantRefused):
    """A merchant of the same channel watches this account; a second would tell all money twice."""


class NoApprovedAccount(MerchantRefused):
    """Two persons have to agree on the facility's account first."""


class AccountIsTheSame(MerchantRefused):
    """The merchant watches the approved account already."""


class MerchantIsActive(MerchantRefused):
    """The merchant is in use already."""


class MerchantNotActive(MerchantRefused):
    """The merchant is out of use."""


class ContractIncomplete(MerchantRefused):
    """A contract has a number and a first day."""


class DaysNotInOrder(MerchantRefused):
    """The last day comes after the first."""


class TerminalNotFound(MerchantRefused):
    """There is no such terminal."""


class TerminalIncomplete(MerchantRefused):
    """The named part of a terminal is missing or has another form."""


class TerminalNeedsCardContract(MerchantRefused):
    """A terminal belongs to a contract for cards."""


class TerminalElsewhere(MerchantRefused):
    """This serial number is registered already, here or at another facility."""


class TerminalNameTaken(MerchantRefused):
    """Another terminal of the contract has this name in the messages."""


class FeeImpossible(MerchantRefused):
    """A fee is not negative, at most the whole amount, and its maximum not below its minimum."""


class FeeOverlaps(MerchantRefused):
    """Another fee of this merchant begins on that day or later."""


class FeeNotFound(MerchantRefused):
    """There is no such fee."""


class IncentiveNotFound(MerchantRefused):
    """There is no such favour."""


class IncentiveIncomplete(MerchantRefused):
    """A favour says who grants it, what families read, and how much it is."""
