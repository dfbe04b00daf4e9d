"""Writes and signs a notification in each provider's own form.

Sources: docs.sepay.vn (bank-credit webhook with HMAC), Casso webhook v2, payos.vn webhook
documentation. `sandbox` is the form that Thu Phí offers to whoever wants to try it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from simulators.bank.banks import bank_name
from simulators.bank.book import Credit
from simulators.bank.settings import Provider, Subscription

Plain = str | int | bool | None
Members = Mapping[str, "Plain | Mapping[str, Plain]"]


@dataclass(frozen=True, slots=True)
class Message:
    """One signed POST."""

    headers: dict[str, str]
    body: bytes

    def with_bad_signature(self) -> Message:
        """The same message as somebody without the secret would send it."""
        headers = {name: _spoilt(value, name) for name, value in self.headers.items()}
        if headers != self.headers:
            return Message(headers, self.body)
        told = json.loads(self.body)
        told["signature"] = _flipped(told["signature"])
        return Message(headers, compact(told))


def _flipped(signature: str) -> str:
    return signature[:-1] + ("0" if signature[-1] != "0" else "1")


def _spoilt(value: str, header: str) -> str:
    return _flipped(value) if header.lower().endswith("-signature") else value


def compact(members: Members, *, is_sorted: bool = False) -> bytes:
    """JSON as JavaScript's `JSON.stringify` writes it: no spaces, no escapes beyond the needed."""
    text = json.dumps(members, ensure_ascii=False, separators=(",", ":"), sort_keys=is_sorted)
    return text.encode()


def _clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def sepay_signature(*, secret: str, timestamp: str, body: bytes) -> str:
    """`sha256=` and HMAC-SHA256 over "timestamp.raw body"; the timestamp is in seconds."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def casso_signature(*, secret: str, timestamp: str, members: Members) -> str:
    """HMAC-SHA512 over "t." and the body with names sorted at every level; t in milliseconds."""
    signed = timestamp.encode() + b"." + compact(members, is_sorted=True)
    digest = hmac.new(secret.encode(), signed, hashlib.sha512).hexdigest()
    return f"t={timestamp},v1={digest}"


def payos_signature(*, secret: str, data: Mapping[str, Plain]) -> str:
    """HMAC-SHA256 over the members of `data`, sorted by name, as k=v joined by &."""
    signed = "&".join(f"{name}={_payos_value(data[name])}" for name in sorted(data))
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def _payos_value(value: Plain) -> str:
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _sepay(credit: Credit, to: Subscription, now: datetime) -> Message:
    body = compact(
        {
            "id": credit.number,
            "gateway": bank_name(credit.bin),
            "transactionDate": _clock(credit.paid_at),
            "accountNumber": credit.account,
            "code": None,
            "content": credit.text,
            "transferType": "in",
            "transferAmount": credit.amount_vnd,
            "accumulated": credit.balance_vnd,
            "subAccount": None,
            "referenceCode": credit.bank_reference,
            "description": f"BankAPINotify {credit.text}".strip(),
        }
    )
    timestamp = str(int(now.timestamp()))
    signature = sepay_signature(secret=to.secret, timestamp=timestamp, body=body)
    return Message({"X-SePay-Timestamp": timestamp, "X-SePay-Signature": signature}, body)


def _casso(credit: Credit, to: Subscription, now: datetime) -> Message:
    name = bank_name(credit.bin)
    members: Members = {
        "error": 0,
        "data": {
            "id": credit.number,
            "reference": credit.bank_reference,
            "description": credit.text,
            "amount": credit.amount_vnd,
            "runningBalance": credit.balance_vnd,
            "transactionDateTime": _clock(credit.paid_at),
            "accountNumber": credit.account,
            "bankName": name,
            "bankAbbreviation": name,
            "virtualAccountNumber": "",
            "virtualAccountName": "",
            "counterAccountName": credit.payer_name,
            "counterAccountNumber": credit.payer_account,
            "counterAccountBankId": "970422",
            "counterAccountBankName": bank_name("970422"),
        },
    }
    timestamp = str(int(now.timestamp()) * 1000 + now.microsecond // 1000)
    signature = casso_signature(secret=to.secret, timestamp=timestamp, members=members)
    return Message({"X-Casso-Signature": signature}, compact(members))


def _payos(credit: Credit, to: Subscription, _now: datetime) -> Message:
    order_code = credit.order_code or to.order_code_first + credit.number % 1_000_000
    link = uuid.uuid5(uuid.NAMESPACE_URL, f"{to.notify_url}/{credit.bank_reference}")
    data: dict[str, Plain] = {
        "orderCode": order_code,
        "amount": credit.amount_vnd,
        "description": credit.text,
        "accountNumber": credit.account,
        "reference": credit.bank_reference,
        "transactionDateTime": _clock(credit.paid_at),
        "currency": "VND",
        "paymentLinkId": link.hex,
        "code": "00",
        "desc": "Thành công",
        "counterAccountBankId": "970422",
        "counterAccountBankName": None,
        "counterAccountName": credit.payer_name,
        "counterAccountNumber": credit.payer_account,
        "virtualAccountName": None,
        "virtualAccountNumber": None,
    }
    signature = payos_signature(secret=to.secret, data=data)
    told: Members = {
        "code": "00",
        "desc": "success",
        "success": True,
        "data": data,
        "signature": signature,
    }
    return Message({}, compact(told))


def _sandbox(credit: Credit, to: Subscription, now: datetime) -> Message:
    body = compact(
        {
            "id": f"SB{credit.number}",
            "amount_vnd": credit.amount_vnd,
            "text": credit.text,
            "paid_at": credit.paid_at.isoformat(timespec="seconds"),
            "account": credit.account,
            "method": "qr",
            "payer_name": credit.payer_name,
            "bank_reference": credit.bank_reference,
        }
    )
    timestamp = str(int(now.timestamp()))
    signed = timestamp.encode() + b"." + body
    digest = hmac.new(to.secret.encode(), signed, hashlib.sha256).hexdigest()
    return Message({"X-Sandbox-Timestamp": timestamp, "X-Sandbox-Signature": digest}, body)


WRITERS: dict[Provider, Callable[[Credit, Subscription, datetime], Message]] = {
    Provider.SEPAY: _sepay,
    Provider.CASSO: _casso,
    Provider.PAYOS: _payos,
    Provider.SANDBOX: _sandbox,
}


def message(*, about: Credit, to: Subscription, now: datetime) -> Message:
    """The signed notification of one credit. Its body never changes, its signature's time does."""
    return WRITERS[to.provider](about, to, now)
