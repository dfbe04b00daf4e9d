"""nexo Sale-to-POI 3.0: what we ask a card terminal, as JSON.

Adyen Terminal API, `TerminalAPI-v1.json`. Not a connector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from thuphi.ground.channels.contract import OrderRefused
from thuphi.ground.channels.nexo_crypto import SharedKey, seal
from thuphi.ground.kit.clock import VIETNAM

VERSION = "3.0"
CURRENCY = "VND"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Terminal:
    """One card terminal, as its settings describe it."""

    endpoint: str
    sale_id: str
    poi_id: str
    key: SharedKey | None
    """None: the terminal speaks plainly, and only the TLS of its address protects and proves."""
    merchant_id: str = ""
    tid: str = ""


def terminal_of(settings: Mapping[str, str], extra: Mapping[str, str]) -> Terminal:
    """The terminal that is meant; `poi_id` and `endpoint` of the order come before the settings.

    Raises `OrderRefused`, which names the setting.
    """
    endpoint = extra.get("endpoint") or settings.get("endpoint", "")
    sale_id, poi_id = settings.get("SaleID", ""), extra.get("poi_id") or settings.get("POIID", "")
    for name, value in (("endpoint", endpoint), ("SaleID", sale_id), ("POIID", poi_id)):
        if not value:
            raise OrderRefused(f"{name}: chưa khai báo cho máy POS; mời điền trong phần kết nối.")
    address = urlsplit(endpoint)
    key = _key_of(settings)
    if not address.hostname or address.scheme not in ("https", "http"):
        raise OrderRefused(
            "endpoint: không phải địa chỉ của máy POS; ví dụ https://192.168.1.20:8443/nexo."
        )
    if key is None and address.scheme != "https":
        raise OrderRefused(
            "Passphrase: máy POS không dùng https thì phải có mật khẩu mã hóa; mời điền Passphrase."
        )
    return Terminal(
        endpoint, sale_id, poi_id, key, settings.get("MerchantID", ""), settings.get("TID", "")
    )


def _key_of(settings: Mapping[str, str]) -> SharedKey | None:
    passphrase = settings.get("Passphrase", "")
    if not passphrase:
        return None
    identifier, version = settings.get("KeyIdentifier", ""), settings.get("KeyVersion", "")
    if not identifier:
        raise OrderRefused("KeyIdentifier: chưa có tên của khóa; mời điền đúng như trên máy POS.")
    if not (version.isascii() and version.isdigit() and len(version) <= 9):
        raise OrderRefused("KeyVersion: phải là số, ví dụ 1; mời điền đúng như trên máy POS.")
    return SharedKey(identifier, int(version), passphrase)


def service_id(*parts: str) -> str:
    """The name of one message, 10 letters of base 36, always the same for the same words.

    Known before anything is sent, so that a lost answer can be asked for without a memory.
    """
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest())
    letters = ""
    for _ in range(10):
        number, place = divmod(number, 36)
        letters += _DIGITS[place]
    return letters


def question_id(request_id: str, at: datetime) -> str:
    """The name of a message that only asks or aborts: a new one each time."""
    return service_id("question", request_id, at.astimezone(UTC).isoformat())


def header(terminal: Terminal, category: str, service: str) -> Json:
    """The head of each of our messages."""
    return {
        "ProtocolVersion": VERSION,
        "MessageClass": "Service",
        "MessageCategory": category,
        "MessageType": "Request",
        "SaleID": terminal.sale_id,
        "ServiceID": service,
        "POIID": terminal.poi_id,
    }


def plain_message(head: Json, body: Json) -> str:
    """The whole message as it is signed."""
    whole = {"SaleToPOIRequest": {"MessageHeader": head, **body}}
    return msgspec.json.encode(whole).decode()


def packed(terminal: Terminal, head: Json, plain: str, nonce: bytes) -> tuple[bytes, str]:
    """What goes over the wire, and the proof in it (empty when the terminal speaks plainly)."""
    if terminal.key is None:
        return plain.encode(), ""
    sealed = seal(plain.encode(), terminal.key, nonce)
    outside = {
        "SaleToPOIRequest": {
            "MessageHeader": head,
            "NexoBlob": sealed.nexo_blob,
            "SecurityTrailer": sealed.security_trailer,
        }
    }
    return msgspec.json.encode(outside), sealed.security_trailer.hmac


def _sale(reference: str, at: datetime) -> Json:
    stamp = at.astimezone(VIETNAM).isoformat(timespec="seconds")
    return {"SaleTransactionID": {"TransactionID": reference, "TimeStamp": stamp}}


def payment(reference: str, amount_vnd: int, at: datetime) -> Json:
    """Take this much from the card that the payer shows."""
    amounts = {"Currency": CURRENCY, "RequestedAmount": amount_vnd}
    return {
        "PaymentRequest": {
            "SaleData": _sale(reference, at),
            "PaymentTransaction": {"AmountsReq": amounts},
        }
    }


def reversal(
    reference: str, at: datetime, *, transaction_id: str, taken_at: str, part_vnd: int | None
) -> Json:
    """Give back a payment, or a part of it."""
    sale = _sale(reference, at)
    original = {"TransactionID": transaction_id, "TimeStamp": taken_at}
    body: Json = {
        "SaleData": sale,
        "OriginalPOITransaction": {"POITransactionID": original},
        "ReversalReason": "MerchantCancel",
    }
    if part_vnd is not None:
        sale["SaleToAcquirerData"] = f"currency={CURRENCY}"
        body["ReversedAmount"] = part_vnd
    return {"ReversalRequest": body}


def _named(terminal: Terminal, category: str, service: str) -> Json:
    return {
        "MessageCategory": category,
        "SaleID": terminal.sale_id,
        "ServiceID": service,
        "POIID": terminal.poi_id,
    }


def status(terminal: Terminal, category: str, service: str) -> Json:
    """What became of an earlier message?"""
    return {"TransactionStatusRequest": {"MessageReference": _named(terminal, category, service)}}


def abort(terminal: Terminal, service: str) -> Json:
    """Stop a payment that nobody has approved yet."""
    return {
        "AbortRequest": {
            "MessageReference": _named(terminal, "Payment", service),
            "AbortReason": "MerchantAbort",
        }
    }


def reconciliation() -> Json:
    """Close the batch and tell its totals."""
    return {"ReconciliationRequest": {"ReconciliationType": "SaleReconciliation"}}
