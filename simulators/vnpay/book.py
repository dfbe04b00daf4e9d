"""The gateway's own book: payments, refunds, and what was answered. In memory, one process."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from simulators.vnpay.settings import Merchant

VIETNAM = timezone(timedelta(hours=7))


class Refused(Exception):
    """The gateway does not do it; the text is a Vietnamese sentence for the person at the page."""


def now() -> datetime:
    """The time in Việt Nam."""
    return datetime.now(VIETNAM)


def written(at: datetime) -> str:
    """`20260105083000`."""
    return f"{at:%Y%m%d%H%M%S}"


@dataclass(slots=True)
class Sent:
    """What the merchant answered to one notification; status 0 is no answer."""

    kind: str
    status: int = 0
    rsp_code: str = ""
    body: str = ""
    tries: int = 0
    is_acknowledged: bool = False


@dataclass(slots=True)
class Refund:
    """Money that goes back."""

    request_id: str
    kind: str
    amount_vnd: int
    transaction_no: str
    asked_by: str
    asked_at: datetime
    status: str = "05"
    ends_as: str = "06"


@dataclass(slots=True)
class Payment:
    """One payment page that was opened."""

    merchant: Merchant
    reference: str
    amount_vnd: int
    order_info: str
    return_url: str
    created: str
    expires: str
    bank_code: str
    response: str = ""
    status: str = "01"
    transaction_no: str = "0"
    bank_tran_no: str = ""
    card_type: str = ""
    pay_date: str = ""
    refunds: list[Refund] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    asked_at: datetime | None = None

    @property
    def is_paid(self) -> bool:
        """Whether the money reached VNPAY."""
        return self.status == "00"

    @property
    def refunded_vnd(self) -> int:
        """What went back or is on its way."""
        return sum(one.amount_vnd for one in self.refunds if one.status != "09")


@dataclass(slots=True)
class Book:
    """Payments by terminal and reference, and the names of requests that were used."""

    numbers: Iterator[int] = field(
        default_factory=lambda: itertools.count(14_000_000 + secrets.randbelow(900_000))
    )
    payments: dict[tuple[str, str], Payment] = field(default_factory=dict)
    requests: set[tuple[str, str]] = field(default_factory=set)

    def find(self, terminal: str, reference: str) -> Payment:
        """One payment. Raises `Refused` when its page was never opened."""
        found = self.payments.get((terminal, reference))
        if found is None:
            raise Refused(f"Không tìm thấy giao dịch {reference}.")
        return found
