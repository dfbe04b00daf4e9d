"""VNPAY's side of a question, signed here by its document and not by our own code."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote_plus

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Answer, Knock, Order, Question, RefundOrder, Step

SECRET = "MADEUPSECRETFORTESTS0123456789AB"
TERMINAL = "SCHOOL01"
SETTINGS = {"vnp_TmnCode": TERMINAL, "vnp_HashSecret": SECRET}
REFERENCE = "HP26000123-1"
STARTED_AT = reading.local_time("2026-01-05 08:30:00")
QUERY_REPLY = [
    "ResponseId",
    "Command",
    "ResponseCode",
    "Message",
    "TmnCode",
    "TxnRef",
    "Amount",
    "BankCode",
    "PayDate",
    "TransactionNo",
    "TransactionType",
    "TransactionStatus",
    "OrderInfo",
    "PromotionCode",
    "PromotionAmount",
]
REFUND_REPLY = QUERY_REPLY[:-2]
IPN = {
    "vnp_Amount": "125000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14422574",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Hoc phi HP26000123 ky 1",
    "vnp_PayDate": "20260105083145",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": TERMINAL,
    "vnp_TransactionNo": "14422574",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": REFERENCE,
}
PAID = {
    "vnp_ResponseId": "5f2a9c1b7e",
    "vnp_Command": "querydr",
    "vnp_ResponseCode": "00",
    "vnp_Message": "QueryDR Success",
    "vnp_TmnCode": TERMINAL,
    "vnp_TxnRef": REFERENCE,
    "vnp_Amount": "125000000",
    "vnp_BankCode": "NCB",
    "vnp_PayDate": "20260105083145",
    "vnp_TransactionNo": "14422574",
    "vnp_TransactionType": "01",
    "vnp_TransactionStatus": "00",
    "vnp_OrderInfo": "Hoc phi HP26000123 ky 1",
}
SENT_BACK = {
    **PAID,
    "vnp_Command": "refund",
    "vnp_TransactionType": "02",
    "vnp_TransactionStatus": "05",
    "vnp_TransactionNo": "14422999",
}


def hashed(text: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def signed_query(members: Mapping[str, str], secret: str = SECRET) -> dict[str, str]:
    text = "&".join(f"{n}={quote_plus(v)}" for n, v in sorted(members.items()) if v)
    return {**members, "vnp_SecureHash": hashed(text, secret)}


def signed_reply(members: Mapping[str, str], secret: str = SECRET) -> dict[str, str]:
    names = REFUND_REPLY if members["vnp_Command"] == "refund" else QUERY_REPLY
    text = "|".join(members.get(f"vnp_{name}", "") for name in names)
    return {**members, "vnp_SecureHash": hashed(text, secret)}


def said(members: Mapping[str, object], status: int = 200, at: datetime = STARTED_AT) -> Answer:
    return Answer(status, {"content-type": "application/json"}, json.dumps(members).encode(), at)


def replied(members: Mapping[str, str], **changes: str) -> Answer:
    """A signed answer with some members changed before signing; an empty one is left out."""
    changed = {**members, **{f"vnp_{name}": value for name, value in changes.items()}}
    return said(signed_reply({name: value for name, value in changed.items() if value}))


def order(**changes: object) -> Order:
    facts: dict[str, object] = {
        "reference": REFERENCE,
        "amount_vnd": 1_250_000,
        "description": "Hoc phi HP26000123 ky 1",
        "return_url": "https://pay.example.edu.vn/vnpay/return",
        "notify_url": "https://pay.example.edu.vn/gate/vnpay/hoa-mai",
        "ip": "203.0.113.10",
        "at": STARTED_AT,
    }
    return Order(**{**facts, **changes})  # type: ignore[arg-type]


def question(**changes: object) -> Question:
    facts: dict[str, object] = {
        "reference": REFERENCE,
        "amount_vnd": 1_250_000,
        "started_at": STARTED_AT,
        "at": reading.local_time("2026-01-05 09:00:00"),
        "request_id": "REQ0001",
        "ip": "203.0.113.10",
    }
    return Question(**{**facts, **changes})  # type: ignore[arg-type]


def refund(**changes: object) -> RefundOrder:
    facts: dict[str, object] = {
        "reference": "HP26000123-2",
        "request_id": "REQ0002",
        "payment_reference": REFERENCE,
        "provider_reference": "14422574",
        "amount_vnd": 1_250_000,
        "paid_vnd": 1_250_000,
        "description": "Hoan tien HP26000123",
        "started_at": STARTED_AT,
        "at": reading.local_time("2026-01-05 10:00:00"),
        "asked_by": "ketoan01",
        "ip": "203.0.113.10",
    }
    return RefundOrder(**{**facts, **changes})  # type: ignore[arg-type]


def knock(query: dict[str, str]) -> Knock:
    return Knock("GET", query, {}, b"", STARTED_AT)


def body_of(step: Step) -> dict[str, str]:
    assert step.call is not None
    told: dict[str, str] = json.loads(step.call.body)
    return told
