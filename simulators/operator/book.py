"""What the operator believes: wallets, requests, transactions. In memory."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from simulators.operator.faults import Refused, SaysNo

CURRENCY = "VND"


@dataclass
class Request:
    """A payment that waits for its PIN, or a reversal; and what became of it."""

    correlation_id: str
    server_id: str
    kind: str
    amount_vnd: int
    phone: str
    organisation_id: str
    reference: str
    description: str
    callback_url: str
    status: str = "pending"
    transaction: str = ""
    original: str = ""
    error: SaysNo | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tries: int = 0


@dataclass
class Transaction:
    """Money that moved."""

    reference: str
    kind: str
    amount_vnd: int
    phone: str
    organisation_id: str
    their_reference: str
    at: datetime
    status: str = "completed"
    original: str = ""
    bill: str = ""
    reversed_vnd: int = 0

    def message(self) -> dict[str, object]:
        """As the API shows it."""
        payer, payee = ("creditParty", "debitParty")
        if self.kind != "reversal":
            payer, payee = payee, payer
        said: dict[str, object] = {
            "transactionReference": self.reference,
            "transactionStatus": self.status,
            "amount": str(self.amount_vnd),
            "currency": CURRENCY,
            "type": self.kind,
            payer: [{"key": "msisdn", "value": self.phone}],
            payee: [{"key": "organisationid", "value": self.organisation_id}],
            "transactionDate": self.at.isoformat(timespec="seconds"),
        }
        if self.their_reference:
            said["requestingOrganisationTransactionReference"] = self.their_reference
        if self.original:
            said["originalTransactionReference"] = self.original
        return said


@dataclass
class Book:
    """Everything, in the order it happened."""

    balance_vnd: int
    requests: dict[str, Request] = field(default_factory=dict)
    by_correlation: dict[str, Request] = field(default_factory=dict)
    transactions: dict[str, Transaction] = field(default_factory=dict)
    wallets_vnd: dict[str, int] = field(default_factory=dict)
    refused_calls: int = 0

    def open(self, request: Request) -> Request:
        """Keep a new request. Raises `SaysNo` when its correlation id was used before."""
        if request.correlation_id in self.by_correlation:
            raise SaysNo("businessRule", "duplicateRequest")
        self.by_correlation[request.correlation_id] = request
        self.requests[request.server_id] = request
        return request

    def request(self, server_id: str) -> Request:
        """The request of an id. Raises `Refused`."""
        if server_id not in self.requests:
            raise Refused("Không có yêu cầu thanh toán này.")
        return self.requests[server_id]

    def wallet_vnd(self, phone: str) -> int:
        """What a wallet holds."""
        return self.wallets_vnd.setdefault(phone, self.balance_vnd)

    def pay(self, request: Request, amount_vnd: int, at: datetime) -> Transaction:
        """Move the money of a payment. Raises `SaysNo`."""
        if amount_vnd > self.wallet_vnd(request.phone):
            raise SaysNo("businessRule", "insufficientFunds")
        self.wallets_vnd[request.phone] -= amount_vnd
        return self._keep(request, amount_vnd, at)

    def reverse(self, request: Request, at: datetime) -> Transaction:
        """Move money back. Raises `SaysNo` beyond what was paid."""
        paid = self.transactions[request.original]
        if paid.reversed_vnd + request.amount_vnd > paid.amount_vnd:
            raise SaysNo("businessRule", "requestDeclined")
        paid.reversed_vnd += request.amount_vnd
        self.wallets_vnd[request.phone] = self.wallet_vnd(request.phone) + request.amount_vnd
        return self._keep(request, request.amount_vnd, at)

    def _keep(self, request: Request, amount_vnd: int, at: datetime) -> Transaction:
        letters = "REV" if request.kind == "reversal" else "TXN"
        done = Transaction(
            reference=f"{letters}-{len(self.transactions) + 1:06}",
            kind=request.kind,
            amount_vnd=amount_vnd,
            phone=request.phone,
            organisation_id=request.organisation_id,
            their_reference=request.reference,
            at=at,
            original=request.original,
        )
        self.transactions[done.reference] = done
        request.transaction, request.status = done.reference, "completed"
        return done


def new_id() -> str:
    """A server correlation id."""
    return str(uuid.uuid4())
