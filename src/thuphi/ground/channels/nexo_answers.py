"""nexo Sale-to-POI 3.0: what a card terminal answers, opened and believed. Not a connector."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Answer, Malformed, SignatureWrong
from thuphi.ground.channels.nexo_crypto import Sealed, unseal
from thuphi.ground.channels.nexo_messages import CURRENCY, Terminal
from thuphi.ground.channels.nexo_scrub import without_card_number

_MOST_VND = 10**15


class Header(msgspec.Struct):
    category: str = msgspec.field(name="MessageCategory")
    kind: str = msgspec.field(name="MessageType")
    service_id: str = msgspec.field(name="ServiceID")
    sale_id: str = msgspec.field(name="SaleID")
    poi_id: str = msgspec.field(name="POIID")


class Word(msgspec.Struct, rename="pascal"):
    result: str
    error_condition: str | None = None


class Name(msgspec.Struct):
    transaction_id: str = msgspec.field(name="TransactionID")
    time_stamp: str = msgspec.field(name="TimeStamp", default="")


class SaleData(msgspec.Struct):
    transaction: Name | None = msgspec.field(name="SaleTransactionID", default=None)


class POIData(msgspec.Struct):
    transaction: Name | None = msgspec.field(name="POITransactionID", default=None)
    reconciliation_id: str | None = msgspec.field(name="POIReconciliationID", default=None)


class Amounts(msgspec.Struct, rename="pascal"):
    authorized_amount: Decimal | None = None
    currency: str | None = None


class Card(msgspec.Struct, rename="pascal"):
    payment_brand: str | None = None
    masked_pan: str | None = None
    entry_mode: list[str] | str | None = None


class Instrument(msgspec.Struct, rename="pascal"):
    card_data: Card | None = None


class Acquirer(msgspec.Struct):
    merchant_id: str | None = msgspec.field(name="MerchantID", default=None)
    tid: str | None = msgspec.field(name="AcquirerPOIID", default=None)
    transaction: Name | None = msgspec.field(name="AcquirerTransactionID", default=None)
    approval_code: str | None = msgspec.field(name="ApprovalCode", default=None)
    reconciliation_id: str | None = msgspec.field(name="HostReconciliationID", default=None)


class Paid(msgspec.Struct):
    amounts: Amounts | None = msgspec.field(name="AmountsResp", default=None)
    instrument: Instrument | None = msgspec.field(name="PaymentInstrumentData", default=None)
    acquirer: Acquirer | None = msgspec.field(name="PaymentAcquirerData", default=None)


class Payment(msgspec.Struct):
    response: Word = msgspec.field(name="Response")
    sale: SaleData | None = msgspec.field(name="SaleData", default=None)
    poi: POIData | None = msgspec.field(name="POIData", default=None)
    paid: Paid | None = msgspec.field(name="PaymentResult", default=None)


class Reversal(msgspec.Struct):
    response: Word = msgspec.field(name="Response")
    poi: POIData | None = msgspec.field(name="POIData", default=None)
    reversed_amount: Decimal | None = msgspec.field(name="ReversedAmount", default=None)


class Bodies(msgspec.Struct, rename="pascal"):
    payment_response: Payment | None = None
    reversal_response: Reversal | None = None


class Repeated(msgspec.Struct):
    header: Header = msgspec.field(name="MessageHeader")
    bodies: Bodies = msgspec.field(name="RepeatedResponseMessageBody")


class Status(msgspec.Struct):
    response: Word = msgspec.field(name="Response")
    repeated: Repeated | None = msgspec.field(name="RepeatedMessageResponse", default=None)


class Totals(msgspec.Struct, rename="pascal"):
    transaction_type: str
    transaction_count: int
    transaction_amount: Decimal


class BrandTotals(msgspec.Struct, rename="pascal"):
    payment_totals: list[Totals] = []
    card_brand: str | None = None
    payment_instrument_type: str | None = None
    payment_currency: str | None = None


class Reconciled(msgspec.Struct):
    response: Word = msgspec.field(name="Response")
    reconciliation_id: str = msgspec.field(name="POIReconciliationID", default="")
    totals: list[BrandTotals] = msgspec.field(name="TransactionTotals", default_factory=list)


class Message(Bodies, rename="pascal", kw_only=True):
    """One answer of a terminal: its head, and the one body that its category calls for."""

    header: Header = msgspec.field(name="MessageHeader")
    transaction_status_response: Status | None = None
    reconciliation_response: Reconciled | None = None


class _Envelope(msgspec.Struct):
    message: msgspec.Raw = msgspec.field(name="SaleToPOIResponse")


class _Plain(msgspec.Struct):
    message: Message = msgspec.field(name="SaleToPOIResponse")


_ENVELOPE = msgspec.json.Decoder(_Envelope)
_SEALED = msgspec.json.Decoder(Sealed)
_PLAIN = msgspec.json.Decoder(_Plain)
_UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)


def opened(terminal: Terminal, answer: Answer) -> bytes:
    """The plain answer, proved to be the terminal's. Raises `SignatureWrong`, `Malformed`."""
    if answer.status != 200:
        raise Malformed(f"http_{answer.status}")
    try:
        outside = _ENVELOPE.decode(answer.body).message
        if terminal.key is None:
            return _not_sealed(outside, answer.body)
        sealed = _SEALED.decode(outside)
    except msgspec.ValidationError as error:
        raise SignatureWrong("not_sealed") from error
    except _UNREADABLE as error:
        raise Malformed("json") from error
    return unseal(sealed, terminal.key)


def _not_sealed(outside: msgspec.Raw, body: bytes) -> bytes:
    try:
        _SEALED.decode(outside)
    except msgspec.ValidationError:
        return body
    raise SignatureWrong("no_secret")


def believed(terminal: Terminal, answer: Answer, category: str, service: str) -> Message:
    """The answer to exactly our message; the seal of an older answer proves nothing here.

    Raises `SignatureWrong`, `Malformed`.
    """
    message = plain_answer(opened(terminal, answer))
    check_header(message.header, terminal, category, service)
    return message


def plain_answer(content: bytes) -> Message:
    """Reads an opened answer. Raises `Malformed`."""
    try:
        return _PLAIN.decode(content).message
    except _UNREADABLE as error:
        raise Malformed("message") from error


def repeated_of(said: Status, terminal: Terminal, category: str, service: str) -> Bodies:
    """The first answer to our message, told again. Raises `SignatureWrong`, `Malformed`."""
    if said.repeated is None:
        raise Malformed("message")
    check_header(said.repeated.header, terminal, category, service)
    return said.repeated.bodies


def check_header(head: Header, terminal: Terminal, category: str, service: str) -> None:
    """Raises `SignatureWrong` when the message belongs to another one than ours."""
    expected = (category, "Response", service, terminal.sale_id, terminal.poi_id)
    if (head.category, head.kind, head.service_id, head.sale_id, head.poi_id) != expected:
        raise SignatureWrong("not_to_our_message")


def word_of(response: Word) -> str:
    """`Success`, `Partial`, or `Failure/` and its reason."""
    condition = response.error_condition if response.result == "Failure" else ""
    return reading.words("/".join(filter(None, (response.result, condition))))[:60]


def whole_vnd(amount: Decimal | None) -> int | None:
    """Whole đồng, or nothing when it is missing, has a fraction, is negative or past all bounds."""
    if amount is None or not amount.is_finite() or not 0 <= amount <= _MOST_VND:
        return None
    whole = int(amount)
    return whole if whole == amount else None


def authorized_vnd(payment: Payment) -> int | None:
    """What the card was charged in đồng, or nothing when that is not said for sure."""
    amounts = payment.paid.amounts if payment.paid else None
    if amounts is None or (amounts.currency or CURRENCY) != CURRENCY:
        return None
    return whole_vnd(amounts.authorized_amount)


def movement_of(poi: POIData | None) -> tuple[str, datetime]:
    """The terminal's name of a movement as `id|instant`, and the instant. Raises `Malformed`.

    The instant is part of the name because a reversal must tell both. It is written in one way
    (UTC, milliseconds), so that the first answer and a repeated one give the same name.
    """
    if poi is None or poi.transaction is None:
        raise Malformed("reference")
    try:
        at = reading.local_time(poi.transaction.time_stamp).astimezone(UTC)
    except OverflowError as error:
        raise Malformed("time") from error
    name = reading.words(poi.transaction.transaction_id)
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if not name:
        raise Malformed("reference")
    return reading.reference(f"{name}|{stamp}"), at


def details_of(payment: Payment) -> Mapping[str, str]:
    """What a statement is matched by later; of the card only its brand and its masked number."""
    card = payment.paid.instrument.card_data if payment.paid and payment.paid.instrument else None
    acquirer = payment.paid.acquirer if payment.paid else None
    said: dict[str, str | None] = {}
    if card is not None:
        modes = card.entry_mode if isinstance(card.entry_mode, list) else [card.entry_mode or ""]
        said |= {
            "brand": card.payment_brand,
            "masked_pan": without_card_number(reading.words(card.masked_pan)),
            "entry_mode": ",".join(modes),
        }
    if acquirer is not None:
        said |= {
            "approval_code": acquirer.approval_code,
            "rrn": acquirer.transaction.transaction_id if acquirer.transaction else "",
            "tid": acquirer.tid,
            "mid": acquirer.merchant_id,
            "host_reconciliation_id": acquirer.reconciliation_id,
        }
    if payment.poi is not None:
        said["reconciliation_id"] = payment.poi.reconciliation_id
    kept = {name: reading.words(value)[:100] for name, value in said.items()}
    return {name: value for name, value in kept.items() if value}
