"""What every way of paying promises: the words between a provider and us.

A connector translates and never remembers. It gets the raw knock, the merchant's settings and the
time; it hands back a `Notice` or raises a refusal. Rules that hold for all of them:
`docs/channels/README.md`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol


class Outcome(enum.Enum):
    """What a provider says became of the money. An unlisted word is UNKNOWN, never a failure."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    PENDING = "pending"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"
    """Verified, but no money came in for us: a test ping, or money going out."""


@dataclass(frozen=True, slots=True)
class Knock:
    """One call from a provider, as it arrived. Header names are lower case, the body is raw."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a verified knock says, in our words. Empty text means the provider did not say."""

    outcome: Outcome
    provider_reference: str
    """The provider's own id of this movement of money: the idempotency key, at most 100 letters."""
    amount_vnd: int
    paid_at: datetime
    text: str = ""
    """The transfer text as the bank reported it."""
    reference: str = ""
    """Our own reference, when the provider carries one beside the text (an order code)."""
    bank_reference: str = ""
    """The bank's id of the credit, shared between providers that watch one account."""
    account: str = ""
    """The beneficiary account the money reached."""
    virtual_account: str = ""
    payer_name: str = ""
    payer_account: str = ""
    payer_bank: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the provider's own words."""

    status: int
    body: bytes
    content_type: str = "application/json"


class Refusal(Exception):
    """A knock that is not believed. `reason` is a short code for the log, without personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignatureWrong(Refusal):
    """The signature is missing, does not fit, or its timestamp is too old or too new."""


class Malformed(Refusal):
    """The signature fits (or could not be looked for), but the message cannot be read."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether a connector can do a thing, and if not, why not."""

    can: bool
    why_not: str = ""


class Connector(Protocol):
    """One way of being told of money. `settings` are the merchant's, under the provider's names."""

    name: ClassVar[str]
    method: ClassVar[str]
    """The payment method it belongs to: qr, web, mobile_money, card, cash."""
    CAN: ClassVar[Mapping[str, Capability]]
    SETTINGS: ClassVar[tuple[str, ...]]
    """Names of the settings it needs; secrets among them are named in `SECRETS`."""
    SECRETS: ClassVar[tuple[str, ...]]

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. Raises `SignatureWrong` before anything is parsed, or `Malformed`."""
        ...

    def reply_recorded(self) -> Reply:
        """The money is on record now, or there was nothing to record."""
        ...

    def reply_repeated(self) -> Reply:
        """The same movement was recorded before; the provider may stop."""
        ...

    def reply_refused(self, refusal: Refusal) -> Reply:
        """401 or the provider's own form for a wrong signature, 400 for a malformed message."""
        ...

    def reply_busy(self) -> Reply:
        """Not recorded; the provider should try again later (503)."""
        ...
