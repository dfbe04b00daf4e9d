"""What every way of paying promises: the words between a provider and us.

A connector translates and never remembers, and never opens a connection. To ask something of a
provider it writes the `Call` that somebody else sends, and later reads the `Answer` to it. To hear
something it gets the raw knock, the merchant's settings and the time, and hands back a `Notice` or
raises a refusal. Rules that hold for all of them: `docs/channels/README.md`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Protocol


class Outcome(enum.Enum):
    """What a provider says became of the money. An unlisted word is UNKNOWN, never a failure."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """Known to be dead: no money will come by this attempt."""
    PENDING = "pending"
    MISMATCH = "mismatch"
    """The provider holds the money, or says a thing that does not fit: a person has to look."""
    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"
    """Verified, but no money came in for us: a test ping, or money going out."""


class Ability(enum.Enum):
    """What a way of paying may be able to do, in the order of the coverage table."""

    START = "start"
    HEAR = "hear"
    ASK = "ask"
    CANCEL = "cancel"
    REFUND = "refund"
    PART_REFUND = "part_refund"
    ASK_REFUND = "ask_refund"
    SETTLEMENT = "read_settlement"
    REFUSE_OLD = "refuse_old"
    TEST_PING = "test_ping"
    MONEY_OUT = "money_out"
    NAME_PAYER = "name_payer"


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether a connector can do a thing, and if not, why not."""

    can: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The smallest and the largest amount of one payment, in đồng."""

    min_vnd: int = 1
    max_vnd: int = 10**12


@dataclass(frozen=True, slots=True)
class Waits:
    """How long an attempt lives at the provider, and when to ask while nothing is heard."""

    expires_after: timedelta = timedelta(minutes=15)
    ask_after: tuple[timedelta, ...] = (
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        *(timedelta(days=days) for days in range(1, 8)),
    )
    """Counted from the start of the attempt; after the last a named person looks."""
    ends_at_provider: bool = True
    """The provider itself ends the attempt then. Where it is not told, ours is only a guess: an
    attempt that is still pending afterwards is not dead."""


@dataclass(frozen=True, slots=True)
class FourFields:
    """Where the four unified fields (M33) travel, by the provider's names.

    Empty: the provider has no place for it, and it is found in our own bill by the code.
    """

    version: int
    code: str
    reason: str = ""
    payer_name: str = ""
    beneficiary_name: str = ""


@dataclass(frozen=True, slots=True)
class Knock:
    """One call from a provider, as it arrived. Header names are lower case, the body is raw."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    tail: str = ""
    """What the address has after the merchant's name: a token for one payment."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a verified knock or answer says, in our words. Empty text: the provider did not say."""

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
    method: str = ""
    """How it was paid, when the provider tells and it is not the connector's own method."""
    status: str = ""
    """The provider's own word for it."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What a statement is matched by later: brand, masked number, approval code, terminal."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the provider's own words."""

    status: int
    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that somebody sends for a connector."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    timeout_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back on a call. Header names are lower case, the body is raw."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A payment that is to be started, once."""

    reference: str
    """Ours, from `reference_of`; never used for a second attempt."""
    amount_vnd: int
    description: str
    return_url: str
    notify_url: str
    ip: str
    at: datetime
    expires_at: datetime | None = None
    payer_name: str = ""
    beneficiary_name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    """What one provider alone wants: a bank to begin with, a wallet's number, a terminal."""


@dataclass(frozen=True, slots=True)
class Step:
    """What has to happen next: open an address, show a code, or send a call and read its answer."""

    call: Call | None = None
    url: str = ""
    qr: str = ""
    signed_text: str = ""
    """What was signed, letter by letter, for the engineer who compares; it may hold no secret."""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """What the provider said to a start."""

    outcome: Outcome
    """PENDING: the payer can go on. REFUSED: there is no such payment. CONFIRMED: paid already."""
    url: str = ""
    """A page of the provider's."""
    deeplink: str = ""
    """Opens the provider's app on a phone."""
    qr: str = ""
    """A payload to draw as a QR code."""
    token: str = ""
    """The provider's own name of the attempt, handed back in every later question."""
    status: str = ""
    notice: Notice | None = None
    """Set when the start brought the end at once, as a card terminal does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What became of an attempt? Also used to cancel one."""

    reference: str
    amount_vnd: int
    started_at: datetime
    at: datetime
    request_id: str
    """Ours and new for each question."""
    token: str = ""
    """`Started.token`."""
    provider_reference: str = ""
    ip: str = "127.0.0.1"
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """Money that is to go back, whole or in part, by the way it came."""

    reference: str
    """Ours, new for each refund, from `reference_of`; the same when it is asked again."""
    request_id: str
    payment_reference: str
    """The reference of the attempt that brought the money; empty where nobody knows it."""
    provider_reference: str
    """The provider's id of that money, as its notice told."""
    amount_vnd: int
    paid_vnd: int
    description: str
    started_at: datetime
    at: datetime
    asked_by: str
    token: str = ""
    ip: str = "127.0.0.1"
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def money_reference(self) -> str:
        """What the provider knows the money by, for one that has no name of ours for a refund."""
        return self.payment_reference or self.reference


@dataclass(frozen=True, slots=True)
class RefundNotice:
    """What became of a refund. CONFIRMED: the money went back. REFUSED: it stays with us."""

    outcome: Outcome
    amount_vnd: int = 0
    provider_reference: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One line of what a provider says it settled, or one total of a terminal's batch."""

    provider_reference: str
    reference: str
    kind: str
    """payment, refund, fee or total."""
    gross_vnd: int
    fee_vnd: int
    settled_on: str
    count: int = 1


class OrderFault(enum.Enum):
    """What the gate found about the order that a notice names, for providers that want to know."""

    NOT_FOUND = "not_found"
    AMOUNT_DIFFERS = "amount_differs"


class Refusal(Exception):
    """A knock that is not believed. `reason` is a short code for the log, without personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignatureWrong(Refusal):
    """The signature is missing, does not fit, or its timestamp is too old or too new."""


class Malformed(Refusal):
    """The signature fits (or could not be looked for), but the message cannot be read."""


class CannotDo(Exception):
    """The connector has no such ability; its `CAN` says why."""

    def __init__(self, ability: Ability) -> None:
        super().__init__(ability.value)
        self.ability = ability


class OrderRefused(Exception):
    """An order that must not be sent; the message names the member and the mend, in Vietnamese."""


class Connector(Protocol):
    """One way of paying. `settings` are the merchant's, under the provider's own names."""

    name: ClassVar[str]
    method: ClassVar[str]
    """The payment method it belongs to: qr, web, mobile_money, card, cash."""
    CAN: ClassVar[Mapping[Ability, Capability]]
    SETTINGS: ClassVar[tuple[str, ...]]
    """Names of the settings it needs; secrets among them are named in `SECRETS`."""
    SECRETS: ClassVar[tuple[str, ...]]
    ADDRESSES: ClassVar[Mapping[str, str]]
    """Settings that are addresses we call or send people to, with the sandbox's as default."""
    LIMITS: ClassVar[Limits]
    WAITS: ClassVar[Waits]
    FOUR_FIELDS: ClassVar[FourFields]
    CHECKS_ORDER: ClassVar[bool]
    """The gate looks the order up before it answers: the provider wants to be told, or takes what
    was ordered or nothing, so that another amount is for a person."""

    def reference_of(self, code: str, number: int, at: datetime) -> str:
        """Our reference for the attempt or refund of this number (unique for ever) on a code."""
        ...

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """Begin a payment. Raises `OrderRefused`, `CannotDo`."""
        ...

    def read_started(self, order: Order, answer: Answer, settings: Mapping[str, str]) -> Started:
        """What the provider said to a start. Raises `SignatureWrong`, `Malformed`."""
        ...

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. Raises `SignatureWrong` before anything is parsed, or `Malformed`."""
        ...

    def scrub(self, body: bytes) -> bytes:
        """The body as it may be kept: without credentials and card numbers."""
        ...

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Ask what became of an attempt. Raises `CannotDo`."""
        ...

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """What became of it. Raises `SignatureWrong`, `Malformed`: then it is still unknown."""
        ...

    def cancel(self, question: Question, settings: Mapping[str, str]) -> Step:
        """End an attempt before it is paid. Raises `CannotDo`."""
        ...

    def read_cancelled(
        self, question: Question, answer: Answer, settings: Mapping[str, str]
    ) -> Notice:
        """REFUSED when it is dead now; CONFIRMED when the money was faster."""
        ...

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Send money back. Raises `CannotDo`, `OrderRefused`."""
        ...

    def read_refunded(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What the provider said to a refund. Raises `SignatureWrong`, `Malformed`."""
        ...

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Ask what became of a refund. Raises `CannotDo`."""
        ...

    def read_refund_asked(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What became of it. Raises `SignatureWrong`, `Malformed`."""
        ...

    def read_settlement(self, content: bytes) -> tuple[SettlementLine, ...]:
        """The lines of a settlement file or batch report. Raises `Malformed`, `CannotDo`."""
        ...

    def reply_recorded(self) -> Reply:
        """The money is on record now, or there was nothing to record."""
        ...

    def reply_repeated(self) -> Reply:
        """The same movement was recorded before; the provider may stop."""
        ...

    def reply_order(self, fault: OrderFault) -> Reply:
        """On record, but the order that it names is not ours or is for another amount."""
        ...

    def reply_refused(self, refusal: Refusal) -> Reply:
        """401 or the provider's own form for a wrong signature, 400 for a malformed message."""
        ...

    def reply_busy(self) -> Reply:
        """Not recorded; the provider should try again later (503)."""
        ...
