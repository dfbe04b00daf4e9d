"""What a till asks, as the terminal understands it."""

from __future__ import annotations

import msgspec


class Header(msgspec.Struct):
    """The head of every message."""

    ProtocolVersion: str
    MessageClass: str
    MessageCategory: str
    MessageType: str
    SaleID: str
    ServiceID: str
    POIID: str


class SaleTransactionID(msgspec.Struct):
    TransactionID: str
    TimeStamp: str


class SaleData(msgspec.Struct, omit_defaults=True):
    SaleTransactionID: SaleTransactionID
    SaleToAcquirerData: str = ""


class AmountsReq(msgspec.Struct):
    Currency: str
    RequestedAmount: int


class PaymentTransaction(msgspec.Struct):
    AmountsReq: AmountsReq


class PaymentRequest(msgspec.Struct):
    """Take money from a card."""

    SaleData: SaleData
    PaymentTransaction: PaymentTransaction


class POITransactionID(msgspec.Struct):
    TransactionID: str
    TimeStamp: str


class OriginalPOITransaction(msgspec.Struct):
    POITransactionID: POITransactionID


class ReversalRequest(msgspec.Struct):
    """Give a payment back, or the part that is named."""

    OriginalPOITransaction: OriginalPOITransaction
    ReversalReason: str
    ReversedAmount: int | None = None
    SaleData: SaleData | None = None


class MessageReference(msgspec.Struct):
    """Which earlier message is meant."""

    MessageCategory: str
    SaleID: str
    ServiceID: str
    POIID: str


class TransactionStatusRequest(msgspec.Struct):
    """What became of an earlier message?"""

    MessageReference: MessageReference


class AbortRequest(msgspec.Struct):
    """Stop waiting for a card."""

    MessageReference: MessageReference
    AbortReason: str


class ReconciliationRequest(msgspec.Struct):
    """Tell the totals and close the batch."""

    ReconciliationType: str


class Message(msgspec.Struct):
    """One message; its category says which body it must have."""

    MessageHeader: Header
    PaymentRequest: PaymentRequest | None = None
    ReversalRequest: ReversalRequest | None = None
    TransactionStatusRequest: TransactionStatusRequest | None = None
    AbortRequest: AbortRequest | None = None
    ReconciliationRequest: ReconciliationRequest | None = None


class Plain(msgspec.Struct):
    """An opened message."""

    SaleToPOIRequest: Message


class Outside(msgspec.Struct):
    """What can be seen of a sealed message."""

    SaleToPOIRequest: dict[str, object]
