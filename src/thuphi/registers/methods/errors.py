"""What this room refuses, one sentence each. No message here ever holds a secret."""

from __future__ import annotations


class MerchantRefused(Exception):
    """Base of this room's refusals."""


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


class AccountWatchedAlready(MerchantRefused):
    """A merchant of the same channel watches this account; a second would tell all money twice."""
