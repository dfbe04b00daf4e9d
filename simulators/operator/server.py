"""The operator's side of merchant payments: what GSMA Mobile Money API 1.2.0 asks of it.

gsmainclusivetechlab/mobilemoneyapi-devportal, merchant-payments 1.2.0.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import uuid
from collections.abc import Mapping

import msgspec

from simulators.operator.book import CURRENCY, Book, Request, new_id
from simulators.operator.faults import SaysNo
from simulators.operator.settings import Merchant, Settings

AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,3}[1-9])?")
PHONE = re.compile(r"\+84[1-9][0-9]{8}")


class Party(msgspec.Struct):
    """A name of a payer or payee."""

    key: str
    value: str


class Payment(msgspec.Struct, rename="camel"):
    """The body of a merchant payment."""

    amount: str
    currency: str
    debit_party: list[Party]
    credit_party: list[Party]
    requesting_organisation_transaction_reference: str = ""
    description_text: str = ""
    metadata: list[Party] = []


class Reversal(msgspec.Struct, rename="camel"):
    """The body of a reversal."""

    type: str
    amount: str = ""
    currency: str = ""
    requesting_organisation_transaction_reference: str = ""


def caller(settings: Settings, headers: Mapping[str, str]) -> Merchant:
    """Who calls. Raises `SaysNo`."""
    for merchant in settings.merchants:
        if hmac.compare_digest(merchant.api_key, headers.get("x-api-key", "")):
            break
    else:
        raise SaysNo("authorisation", "clientAuthorisationError")
    login = f"{merchant.username}:{merchant.password}"
    expected = f"Basic {base64.b64encode(login.encode()).decode()}" if merchant.username else ""
    if expected and not hmac.compare_digest(expected, headers.get("authorization", "")):
        raise SaysNo("authorisation", "clientAuthorisationError")
    return merchant


def correlation_of(headers: Mapping[str, str], body: bytes) -> str:
    """The correlation id of a request whose body is whole. Raises `SaysNo`."""
    if not headers.get("x-date"):
        raise SaysNo("validation", "mandatoryValueNotSupplied", header="X-Date")
    given = headers.get("x-content-hash", "")
    if given and given.lower() != hashlib.sha256(body).hexdigest():
        raise SaysNo("validation", "formatError", header="X-Content-Hash")
    try:
        return str(uuid.UUID(headers.get("x-correlationid", "")))
    except ValueError as error:
        raise SaysNo("validation", "formatError", header="X-CorrelationID") from error


def merchant_payment(
    book: Book, merchant: Merchant, headers: Mapping[str, str], body: bytes
) -> Request:
    """Take a request for money. Raises `SaysNo`."""
    correlation_id = correlation_of(headers, body)
    try:
        asked = msgspec.json.decode(body, type=Payment)
    except msgspec.DecodeError as error:
        raise SaysNo("validation", "formatError") from error
    amount_vnd = whole(asked.amount, asked.currency)
    phones = [party.value for party in asked.debit_party if party.key == "msisdn"]
    payees = [party.value for party in asked.credit_party if party.key == "organisationid"]
    if len(phones) != 1 or not PHONE.fullmatch(phones[0]):
        raise SaysNo("identification", "identifierError", debitParty="msisdn")
    if payees != [merchant.organisation_id]:
        raise SaysNo("identification", "identifierError", creditParty="organisationid")
    return book.open(
        Request(
            correlation_id=correlation_id,
            server_id=new_id(),
            kind="merchantpay",
            amount_vnd=amount_vnd,
            phone=phones[0],
            organisation_id=merchant.organisation_id,
            reference=asked.requesting_organisation_transaction_reference,
            description=asked.description_text,
            callback_url=headers.get("x-callback-url", ""),
            metadata={pair.key: pair.value for pair in asked.metadata},
        )
    )


def reversal(
    book: Book, merchant: Merchant, headers: Mapping[str, str], body: bytes, original: str
) -> Request:
    """Take a request to send money back. Raises `SaysNo`."""
    correlation_id = correlation_of(headers, body)
    try:
        asked = msgspec.json.decode(body, type=Reversal)
    except msgspec.DecodeError as error:
        raise SaysNo("validation", "formatError") from error
    paid = book.transactions.get(original)
    if paid is None or paid.organisation_id != merchant.organisation_id:
        raise SaysNo("identification", "identifierError")
    if asked.type != "reversal" or paid.kind == "reversal":
        raise SaysNo("validation", "formatError", type=asked.type)
    amount_vnd = paid.amount_vnd
    if asked.amount:
        amount_vnd = whole(asked.amount, asked.currency)
    if paid.reversed_vnd + amount_vnd > paid.amount_vnd:
        raise SaysNo("businessRule", "requestDeclined")
    return book.open(
        Request(
            correlation_id=correlation_id,
            server_id=new_id(),
            kind="reversal",
            amount_vnd=amount_vnd,
            phone=paid.phone,
            organisation_id=merchant.organisation_id,
            reference=asked.requesting_organisation_transaction_reference,
            description="",
            callback_url=headers.get("x-callback-url", ""),
            original=original,
        )
    )


def whole(amount: str, currency: str) -> int:
    """Whole đồng of a request. Raises `SaysNo`."""
    if currency != CURRENCY:
        raise SaysNo("businessRule", "currencyNotSupported")
    if not AMOUNT.fullmatch(amount) or "." in amount:
        raise SaysNo("validation", "formatError", amount=amount)
    if int(amount) == 0:
        raise SaysNo("validation", "negativeValue", amount=amount)
    return int(amount)


def state_of(request: Request, at: str) -> dict[str, object]:
    """A `requestState`."""
    said: dict[str, object] = {
        "serverCorrelationId": request.server_id,
        "status": request.status,
        "notificationMethod": "callback" if request.callback_url else "polling",
        "pollLimit": 100,
    }
    if request.transaction:
        said["objectReference"] = request.transaction
    if request.error is not None:
        said["error"] = request.error.message(at)
    if request.status == "pending":
        said["pendingReason"] = "Chờ người trả nhập PIN"
    return said


def link_of(request: Request) -> dict[str, str]:
    """Where the answer to a request is."""
    if request.status == "completed":
        return {"link": f"/transactions/{request.transaction}"}
    return {"link": f"/requeststates/{request.server_id}"}
