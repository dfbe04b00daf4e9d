"""What payOS writes: answers about links, and notifications of credits. Both are signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from simulators.payos import signing
from simulators.payos.book import Credit, Link
from simulators.payos.settings import Merchant

Data = dict[str, object]


def compact(message: Mapping[str, object]) -> bytes:
    """JSON as JavaScript writes it."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def signed(merchant: Merchant, data: Data) -> Data:
    """A successful answer."""
    signature = signing.of_data(merchant.checksum_key, data)
    return {"code": "00", "desc": "success", "data": data, "signature": signature}


def made(link: Link, public_url: str, now: datetime) -> Data:
    """The data of a link that was just made."""
    return {
        "bin": link.merchant.bin,
        "accountNumber": link.merchant.account_number,
        "accountName": link.merchant.account_name,
        "amount": link.amount_vnd,
        "description": link.description,
        "orderCode": link.order_code,
        "currency": "VND",
        "paymentLinkId": link.id,
        "status": link.status(now),
        "checkoutUrl": f"{public_url}/web/{link.id}",
        "qrCode": link.qr,
    }


def told(link: Link, now: datetime) -> Data:
    """The data of a link that is asked about."""
    return {
        "id": link.id,
        "orderCode": link.order_code,
        "amount": link.amount_vnd,
        "amountPaid": link.paid_vnd,
        "amountRemaining": max(0, link.amount_vnd - link.paid_vnd),
        "status": link.status(now),
        "createdAt": link.created_at.isoformat(timespec="seconds"),
        "transactions": [_transaction(link, credit) for credit in link.credits],
        "cancellationReason": link.reason or None,
        "canceledAt": link.ended_at.isoformat(timespec="seconds") if link.ended_at else None,
    }


def _payer(credit: Credit) -> Data:
    return {
        "counterAccountBankId": "970422",
        "counterAccountBankName": None,
        "counterAccountName": credit.payer_name,
        "counterAccountNumber": credit.payer_account,
        "virtualAccountName": None,
        "virtualAccountNumber": None,
    }


def _transaction(link: Link, credit: Credit) -> Data:
    return {
        "reference": credit.reference,
        "amount": credit.amount_vnd,
        "accountNumber": link.merchant.account_number,
        "description": link.description,
        "transactionDateTime": credit.paid_at.isoformat(timespec="seconds"),
        **_payer(credit),
    }


def notification(link: Link, credit: Credit, *, code: str = "00", spoil: bool = False) -> Data:
    """The webhook of one credit."""
    data: Data = {
        "orderCode": link.order_code,
        "amount": credit.amount_vnd,
        "description": link.description,
        "accountNumber": link.merchant.account_number,
        "reference": credit.reference,
        "transactionDateTime": f"{credit.paid_at:%Y-%m-%d %H:%M:%S}",
        "currency": "VND",
        "paymentLinkId": link.id,
        "code": code,
        "desc": "Thành công" if code == "00" else "Chưa rõ",
        **_payer(credit),
    }
    return _webhook(link.merchant, data, code=code, spoil=spoil)


def sample(merchant: Merchant) -> Data:
    """What payOS sends when the address of a webhook is set."""
    data: Data = {
        "orderCode": 123,
        "amount": 3000,
        "description": "VQRIO123",
        "accountNumber": merchant.account_number,
        "reference": "TF230204212323",
        "transactionDateTime": "2023-02-04 18:25:00",
        "currency": "VND",
        "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
        "code": "00",
        "desc": "Thành công",
    }
    return _webhook(merchant, data, code="00", spoil=False)


def _webhook(merchant: Merchant, data: Data, *, code: str, spoil: bool) -> Data:
    signature = signing.of_data(merchant.checksum_key, data)
    return {
        "code": code,
        "desc": "success",
        "success": code == "00",
        "data": data,
        "signature": signing.spoilt(signature) if spoil else signature,
    }
