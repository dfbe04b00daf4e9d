"""What payOS tells of a payment request: payos.vn, "/v2/payment-requests"; SDK @payos/node 2.0.5.

Not a connector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from thuphi.ground.channels import payos_signature as signing
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Answer,
    Malformed,
    Notice,
    Order,
    Outcome,
    Question,
    Started,
)

STATUS = {
    "PENDING": Outcome.PENDING,
    "PROCESSING": Outcome.PENDING,
    "UNDERPAID": Outcome.MISMATCH,
    "PAID": Outcome.CONFIRMED,
    "EXPIRED": Outcome.REFUSED,
    "CANCELLED": Outcome.REFUSED,
    "FAILED": Outcome.REFUSED,
}
NOT_MADE = {"20": Outcome.REFUSED, "401": Outcome.REFUSED}
"""Codes of an answer to a new request that made none. `231`, the order code exists, is unlisted:
an earlier try of ours may have made it.
"""
DONE = "00"


class _Envelope(msgspec.Struct):
    code: str


class _Made(msgspec.Struct, rename="camel"):
    order_code: int
    amount: reading.Amount
    payment_link_id: str
    status: str
    checkout_url: str
    qr_code: str = ""
    currency: str | None = None


class _Transaction(msgspec.Struct, rename="camel"):
    reference: str
    amount: reading.Amount
    transaction_date_time: str
    description: str | None = None
    account_number: str | None = None
    virtual_account_number: str | None = None
    counter_account_name: str | None = None
    counter_account_number: str | None = None
    counter_account_bank_name: str | None = None


class _Link(msgspec.Struct, rename="camel"):
    id: str
    order_code: int
    amount: reading.Amount
    status: str
    amount_paid: reading.Amount = 0
    transactions: list[_Transaction] = []


@dataclass(frozen=True, slots=True)
class _Refused:
    code: str


def _told(answer: Answer, key: bytes) -> Mapping[str, object] | _Refused:
    """The signed data of an answer, or the code of a refusal, which payOS does not sign."""
    if answer.status >= 500:
        raise Malformed("status")
    body = reading.json_of(answer.body)
    code = reading.typed(body, _Envelope).code
    return signing.checked_data(body, key) if code == DONE else _Refused(reading.words(code))


def started(order: Order, answer: Answer, key: bytes) -> Started:
    """What payOS said to a new payment request. Raises `SignatureWrong`, `Malformed`."""
    told = _told(answer, key)
    if isinstance(told, _Refused):
        return Started(NOT_MADE.get(told.code, Outcome.UNKNOWN), status=told.code)
    made = reading.typed(told, _Made)
    if (str(made.order_code), made.amount) != (order.reference, order.amount_vnd):
        raise Malformed("order")
    if made.currency not in (None, "", "VND"):
        raise Malformed("currency")
    if not reading.is_web_address(made.checkout_url):
        raise Malformed("checkout_url")
    outcome = STATUS.get(made.status, Outcome.UNKNOWN)
    if outcome not in (Outcome.PENDING, Outcome.REFUSED):
        # Money cannot be there yet; the question that follows will tell what this means.
        outcome = Outcome.UNKNOWN
    return Started(
        outcome,
        url=made.checkout_url,
        qr=reading.words(made.qr_code),
        token=reading.reference(made.payment_link_id),
        status=reading.words(made.status),
    )


def asked(question: Question, answer: Answer, key: bytes) -> Notice:
    """What became of a payment request. Raises `SignatureWrong`, `Malformed`."""
    told = _told(answer, key)
    if isinstance(told, _Refused):
        return _without_money(question, Outcome.UNKNOWN, told.code, 0)
    link = reading.typed(told, _Link)
    if str(link.order_code) != question.reference:
        raise Malformed("order")
    if question.token and link.id != question.token:
        raise Malformed("order")
    outcome = STATUS.get(link.status, Outcome.UNKNOWN)
    status = reading.words(link.status)
    if outcome is Outcome.CONFIRMED:
        return _paid(question, link)
    if outcome is Outcome.REFUSED and (link.amount_paid or link.transactions):
        outcome = Outcome.MISMATCH
    if outcome is Outcome.MISMATCH and len(link.transactions) == 1:
        # Too little came, by one credit: under the name that its webhook gives it.
        return _credit(question, link, link.transactions[0], outcome, status)
    return _without_money(question, outcome, status, link.amount_paid)


def _without_money(
    question: Question, outcome: Outcome, status: str, amount_paid_vnd: int
) -> Notice:
    """No credit to name: our own reference stands in for the provider's."""
    return Notice(
        outcome=outcome,
        provider_reference=question.reference,
        amount_vnd=amount_paid_vnd or question.amount_vnd,
        paid_at=question.at,
        reference=question.reference,
        status=status,
    )


def _paid(question: Question, link: _Link) -> Notice:
    """The credit that paid it, under the same name as its webhook gives it.

    One that was paid by several credits, or whose sums contradict each other, is for a person.
    """
    status = reading.words(link.status)
    only = link.transactions[0] if len(link.transactions) == 1 else None
    if (
        only is None
        or not 0 < only.amount == link.amount_paid
        or link.amount != question.amount_vnd
    ):
        return _without_money(question, Outcome.MISMATCH, status, link.amount_paid)
    return _credit(question, link, only, Outcome.CONFIRMED, status)


def _credit(
    question: Question, link: _Link, only: _Transaction, outcome: Outcome, status: str
) -> Notice:
    return Notice(
        outcome=outcome,
        provider_reference=reading.reference(link.id, only.reference),
        amount_vnd=only.amount,
        paid_at=reading.local_time(only.transaction_date_time),
        text=reading.words(only.description),
        reference=question.reference,
        bank_reference=reading.words(only.reference),
        account=reading.words(only.account_number),
        virtual_account=reading.words(only.virtual_account_number),
        payer_name=reading.words(only.counter_account_name),
        payer_account=reading.words(only.counter_account_number),
        payer_bank=reading.words(only.counter_account_bank_name),
        status=status,
    )
