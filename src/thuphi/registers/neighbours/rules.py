"""What a key is good for, how a message fares, how long to wait. No database."""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.states import StateTable

MAY_CONNECT = Permission.SOFTWARE_CONNECT
"""Who agrees to the account into which families pay also lets software of neighbours in. Software
that may say where its webhooks go holds it too; about accounts only a person who signed in decides.
"""


class Scope(enum.Enum):
    """What a key is good for."""

    BILLS_WRITE = "bills:write"
    BILLS_READ = "bills:read"
    PAYMENTS_READ = "payments:read"
    METHODS_READ = "methods:read"
    WEBHOOKS_WRITE = "webhooks:write"
    DECLARATIONS_WRITE = "declarations:write"


PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.BILLS_WRITE: frozenset(
        {Permission.RUN_WRITE, Permission.BILL_CANCEL, Permission.PEOPLE_WRITE}
    ),
    Scope.BILLS_READ: frozenset({Permission.BILL_READ}),
    Scope.PAYMENTS_READ: frozenset({Permission.PAYMENT_READ}),
    Scope.METHODS_READ: frozenset({Permission.REGISTER_READ}),
    Scope.WEBHOOKS_WRITE: frozenset({MAY_CONNECT}),
    Scope.DECLARATIONS_WRITE: frozenset({Permission.DECLARE}),
}


def permissions_of(scopes: Collection[Scope]) -> frozenset[Permission]:
    """All that a key with these scopes may do in its facility."""
    return frozenset().union(*(PERMISSIONS[scope] for scope in scopes))


class HookEvent(enum.Enum):
    """What software of neighbours can be told of."""

    BILL_PAID = "bill.paid"
    BILL_PART_PAID = "bill.part_paid"
    BILL_CANCELLED = "bill.cancelled"
    PAYMENT_RECEIVED = "payment.received"
    REFUND_DONE = "refund.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing to tell a facility's software: codes and amounts, never names of people."""

    facility_id: int
    event: HookEvent
    at: datetime
    data: Mapping[str, str | int | bool | None]

    def body(self) -> str:
        """The message as it is signed and sent."""
        told = {"type": self.event.value, "timestamp": self.at.isoformat(), "data": dict(self.data)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class DeliveryState(enum.Enum):
    """A message waits for its first try, was delivered, failed so far, or was given up."""

    WAITING = "waiting"
    FAILED = "failed"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


DELIVERY_STATES = StateTable(
    "webhook_delivery",
    {
        DeliveryState.WAITING: frozenset(
            {DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.GIVEN_UP}
        ),
        DeliveryState.FAILED: frozenset(
            {
                DeliveryState.DELIVERED,
                DeliveryState.FAILED,
                DeliveryState.GIVEN_UP,
                DeliveryState.WAITING,
            }
        ),
        DeliveryState.DELIVERED: frozenset({DeliveryState.WAITING}),
        DeliveryState.GIVEN_UP: frozenset({DeliveryState.WAITING}),
    },
)


class Trouble(enum.Enum):
    """Why a try failed, as the delivery log says it."""

    NONE = ""
    STATUS = "status"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    NOT_PUBLIC = "not_public"
    GONE = "gone"
    REMOVED = "removed"


AGAIN_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The waits of Standard Webhooks, "Retries and failures"."""

GONE = 410
BODY_BYTES_MAX = 65_536
ENDPOINTS_MAX = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """How one try to deliver ended. `status` is the receiver's; 0 when it gave none."""

    status: int
    trouble: Trouble
    took_ms: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message after a try; without a next try it is at an end."""

    state: DeliveryState
    next_try_at: datetime | None
    is_gone: bool = False


def judge(*, old: DeliveryState, tries: int, tried: Tried, at: datetime) -> Verdict:
    """What follows from the try numbered `tries`, the first being 1. Raises `MoveNotAllowed`."""
    if tried.trouble is Trouble.NONE:
        return Verdict(DELIVERY_STATES.move(old, DeliveryState.DELIVERED), None)
    if tried.trouble is Trouble.GONE:
        return Verdict(DELIVERY_STATES.move(old, DeliveryState.GIVEN_UP), None, is_gone=True)
    if tries > len(AGAIN_AFTER):
        return Verdict(DELIVERY_STATES.move(old, DeliveryState.GIVEN_UP), None)
    return Verdict(DELIVERY_STATES.move(old, DeliveryState.FAILED), at + AGAIN_AFTER[tries - 1])


def trouble_of(status: int) -> Trouble:
    """What an answer's status means: 2xx is delivered, a redirect is a failure as any other."""
    if 200 <= status < 300:
        return Trouble.NONE
    return Trouble.GONE if status == GONE else Trouble.STATUS


_KEY = re.compile(r"tp_live_([0-9a-f]{12})_([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Key:
    """A key in full, which is shown once: its prefix may lie open, its secret nowhere."""

    prefix: str
    secret: str = field(repr=False)

    @property
    def written(self) -> str:
        """As it stands in a request's header."""
        return f"tp_live_{self.prefix}_{self.secret}"

    @property
    def digest(self) -> bytes:
        """What we keep of the secret. It has 256 bits of chance, so one hash is enough."""
        return hashlib.sha256(self.secret.encode()).digest()

    def fits(self, digest: bytes) -> bool:
        """Whether this is the key of that digest; takes as long for a wrong one."""
        return hmac.compare_digest(self.digest, digest)


def new_key() -> Key:
    """A key that nobody can guess."""
    return Key(secrets.token_hex(6), secrets.token_hex(32))


def read_key(written: str) -> Key | None:
    """The key of a header; None when it has not the form of one."""
    match = _KEY.fullmatch(written)
    return None if match is None else Key(match[1], match[2])
