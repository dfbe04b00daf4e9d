"""What a wallet believes: orders, payments, refunds and what it told whom. Memory only."""

from __future__ import annotations

import enum
import itertools
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field


class State(enum.Enum):
    """How far an order came."""

    WAITING = "waiting"
    PAID = "paid"
    REFUSED = "refused"
    NO_FUNDS = "no_funds"
    EXPIRED = "expired"


class RefundState(enum.Enum):
    """Whether money went back."""

    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Payment:
    """One order, and the payment on it."""

    merchant: str
    merchant_name: str
    reference: str
    amount_vnd: int
    description: str
    notify_url: str
    return_url: str
    carried: Mapping[str, str]
    """What the merchant sent along and wants back."""
    made_at_ms: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    state: State = State.WAITING
    transaction_id: int = 0
    ended_at_ms: int = 0
    refunded_vnd: int = 0


@dataclass(slots=True)
class Refund:
    """Money on its way back, or not."""

    merchant: str
    reference: str
    payment_reference: str
    amount_vnd: int
    state: RefundState
    code: int
    transaction_id: int
    made_at_ms: int


@dataclass(frozen=True, slots=True)
class Sent:
    """One notification, with all its tries; status 0 is no answer."""

    reference: str
    url: str
    status: int
    body: str
    tries: int
    is_acknowledged: bool


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Book:
    """Everything, by merchant and reference."""

    first_number: int
    payments: dict[tuple[str, str], Payment] = field(default_factory=dict)
    refunds: dict[tuple[str, str], Refund] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    _numbers: itertools.count[int] = field(init=False)

    def __post_init__(self) -> None:
        """Numbers begin where the settings say."""
        self._numbers = itertools.count(self.first_number)

    def next_number(self) -> int:
        """A transaction number that was never used."""
        return next(self._numbers)

    def keep(self, payment: Payment) -> None:
        """Remember an order."""
        self.payments[payment.merchant, payment.reference] = payment

    def by_token(self, token: str) -> Payment | None:
        """The order of a page."""
        return next((one for one in self.payments.values() if one.token == token), None)

    def by_transaction(self, merchant: str, number: int) -> Payment | None:
        """The paid order of a transaction number."""
        mine = (one for one in self.payments.values() if one.merchant == merchant)
        return next((one for one in mine if number and one.transaction_id == number), None)

    def end(self, payment: Payment, state: State) -> None:
        """Close an order; a paid one gets its transaction number."""
        payment.state, payment.ended_at_ms = state, now_ms()
        payment.transaction_id = self.next_number() if state is State.PAID else 0

    def send_back(
        self, payment: Payment, reference: str, amount_vnd: int, *, failed_with: int = 0
    ) -> Refund:
        """Write a refund down; one that failed moves no money."""
        refund = Refund(
            merchant=payment.merchant,
            reference=reference,
            payment_reference=payment.reference,
            amount_vnd=amount_vnd,
            state=RefundState.FAILED if failed_with else RefundState.DONE,
            code=failed_with,
            transaction_id=self.next_number(),
            made_at_ms=now_ms(),
        )
        self.refunds[refund.merchant, reference] = refund
        if not failed_with:
            payment.refunded_vnd += amount_vnd
        return refund
