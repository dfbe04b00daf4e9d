"""VNPAY 2.1.0's two signatures: over an address, and over the members of a call."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

QUERY = "RequestId|Version|Command|TmnCode|TxnRef|TransactionDate|CreateDate|IpAddr|OrderInfo"
QUERY_REPLY = (
    "ResponseId|Command|ResponseCode|Message|TmnCode|TxnRef|Amount|BankCode|PayDate|TransactionNo|"
    "TransactionType|TransactionStatus|OrderInfo|PromotionCode|PromotionAmount"
)
REFUND = (
    "RequestId|Version|Command|TmnCode|TransactionType|TxnRef|Amount|TransactionNo|"
    "TransactionDate|CreateBy|CreateDate|IpAddr|OrderInfo"
)
REFUND_REPLY = QUERY_REPLY.removesuffix("|PromotionCode|PromotionAmount")


def _hashed(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def of_address(secret: str, members: Mapping[str, str]) -> str:
    """Over the members in the order of their names, form-encoded; empty ones are left out."""
    unsigned = ("vnp_SecureHash", "vnp_SecureHashType")
    kept = sorted((n, v) for n, v in members.items() if v and n not in unsigned)
    return _hashed(secret, urlencode(kept))


def of_call(secret: str, names: str, members: Mapping[str, str]) -> str:
    """Over the named members, joined by bars."""
    return _hashed(secret, "|".join(members.get(f"vnp_{name}", "") for name in names.split("|")))


def holds(given: str, expected: str) -> bool:
    """Whether a signature is the expected one."""
    return hmac.compare_digest(given.lower().encode(), expected.encode())


def spoilt(signature: str) -> str:
    """A signature that somebody without the secret might send."""
    return signature[:-1] + ("0" if signature[-1] != "0" else "1")
