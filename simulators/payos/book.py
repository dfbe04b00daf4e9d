"""What this payOS believes: links, credits, and what merchants answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from simulators.payos.settings import Merchant

VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that reached the account of a link."""

    reference: str
    amount_vnd: int
    paid_at: datetime
    payer_name: str = "NGUYEN VAN A"
    payer_account: str = "0123456789"


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery of a notification; status 0 is no answer."""

    code: str
    amount_vnd: int
    status: int
    tries: int


@dataclass(slots=True)
class Link:
    """One payment request."""

    id: str
    merchant: Merchant
    order_code: int
    amount_vnd: int
    description: str
    return_url: str
    cancel_url: str
    created_at: datetime
    expires_at: datetime | None
    qr: str
    reason: str = ""
    ended: str = ""
    """CANCELLED or FAILED, when somebody ended it."""
    ended_at: datetime | None = None
    credits: list[Credit] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    @property
    def paid_vnd(self) -> int:
        """What has come in."""
        return sum(credit.amount_vnd for credit in self.credits)

    def status(self, now: datetime) -> str:
        """payOS' own word for it."""
        if self.paid_vnd >= self.amount_vnd:
            return "PAID"
        if self.ended:
            return self.ended
        if self.expires_at is not None and now >= self.expires_at:
            return "EXPIRED"
        return "UNDERPAID" if self.credits else "PENDING"


@dataclass(slots=True)
class Book:
    """All links, oldest first, by their own id."""

    links: dict[str, Link] = field(default_factory=dict)
    credits: int = 0

    def find(self, merchant: Merchant, name: str) -> Link | None:
        """A merchant's link by its id or its order code."""
        for link in self.links.values():
            if link.merchant.client_id == merchant.client_id and name in (
                link.id,
                str(link.order_code),
            ):
                return link
        return None

    def next_reference(self, now: datetime) -> str:
        """A bank's reference that was not used before."""
        self.credits += 1
        return f"FT{now:%y%j%H%M%S}{self.credits:05d}"
