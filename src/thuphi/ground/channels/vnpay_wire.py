"""How VNPAY writes: the texts that are signed, its dates, its hundredths; see `vnpay.py`."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import quote_plus

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Answer, Malformed, OrderRefused, SignatureWrong
from thuphi.ground.kit import fold
from thuphi.ground.kit.clock import VIETNAM

UNSIGNED: Final = ("vnp_SecureHash", "vnp_SecureHashType")
QUERY_SIGNED: Final = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_TransactionDate",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
]
QUERY_REPLY_SIGNED: Final = [
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
    "vnp_PromotionCode",
    "vnp_PromotionAmount",
]
REFUND_SIGNED: Final = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TransactionType",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_TransactionNo",
    "vnp_TransactionDate",
    "vnp_CreateBy",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
]
REFUND_REPLY_SIGNED: Final = QUERY_REPLY_SIGNED[:-2]

SHORTEST_IP: Final = 7
LONGEST_REQUEST: Final = 32

_DATE = re.compile(r"[0-9]{14}")
_AMOUNT = re.compile(r"[0-9]{1,15}")
_OTHERS = re.compile(r"[^A-Za-z0-9 .,:_-]+")
_SPACES = re.compile(r"\s+")


def signed_members(query: Mapping[str, str]) -> dict[str, str]:
    """The members of a query that its signature covers: VNPAY's own, not empty, sorted by name."""
    return {
        name: query[name]
        for name in sorted(query)
        if name.startswith("vnp_") and name not in UNSIGNED and query[name]
    }


def form_text(members: Mapping[str, str]) -> str:
    """The text that is signed in an address. Raises `SignatureWrong` for half a letter."""
    try:
        return "&".join(f"{quote_plus(n)}={quote_plus(value)}" for n, value in members.items())
    except UnicodeEncodeError as error:
        raise SignatureWrong("encoding") from error


def piped_text(members: Mapping[str, str], names: list[str]) -> str:
    """The text that is signed in a call or its answer; an absent member is empty."""
    return "|".join(members.get(name, "") for name in names)


def signature(key: bytes, text: str) -> str:
    """HMAC-SHA512, small hexadecimal digits."""
    return hmac.new(key, text.encode(), hashlib.sha512).hexdigest()


def written_date(at: datetime) -> str:
    """`20260105083000`, in Việt Nam."""
    return f"{at.astimezone(VIETNAM):%Y%m%d%H%M%S}"


def read_date(text: str) -> datetime:
    """An instant from fourteen digits. Raises `Malformed`."""
    if not _DATE.fullmatch(text):
        raise Malformed("time")
    year, parts = int(text[:4]), [int(text[at : at + 2]) for at in range(4, 14, 2)]
    try:
        month, day, hour, minute, second = parts
        return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError as error:
        raise Malformed("time") from error


def read_dong(hundredths: str) -> int:
    """Whole đồng from VNPAY's hundredths. Raises `Malformed`."""
    if not _AMOUNT.fullmatch(hundredths):
        raise Malformed("amount")
    amount_vnd, rest = divmod(int(hundredths), 100)
    if rest or not amount_vnd:
        raise Malformed("amount")
    return amount_vnd


def transaction_of(number: str) -> str:
    """VNPAY's number of the money; empty while it says 0 or nothing."""
    return "" if not number.strip("0") else number


def plain(text: str) -> str:
    """Only the letters and signs that every language's form encoding writes alike."""
    return _SPACES.sub(" ", _OTHERS.sub(" ", fold.without_marks(text))).strip()


def address(ip: str) -> str:
    """The payer's IP in 7 to 45 letters. Raises `OrderRefused`."""
    try:
        read = ipaddress.ip_address(ip.strip().partition("%")[0])
    except ValueError as error:
        raise OrderRefused(
            "vnp_IpAddr: không phải địa chỉ IP; xin gửi IP của người trả, ví dụ 203.0.113.10."
        ) from error
    return read.compressed if len(read.compressed) >= SHORTEST_IP else read.exploded


def request_name(request_id: str) -> str:
    """A request's name in at most 32 letters; a longer one is replaced by its digest."""
    if 0 < len(request_id) <= LONGEST_REQUEST and plain(request_id) == request_id:
        return request_id
    return hashlib.sha256(request_id.encode(errors="replace")).hexdigest()[:LONGEST_REQUEST]


def reply_members(answer: Answer, key: bytes, names: list[str]) -> dict[str, str]:
    """The members of an answer that its signature covers. Raises `SignatureWrong`, `Malformed`."""
    if answer.status != 200:
        raise Malformed("status")
    body = reading.json_of(answer.body)
    if not isinstance(body, dict):
        raise Malformed("message")
    members: dict[str, str] = {}
    for name, value in body.items():
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise Malformed("message")
        members[str(name)] = "" if value is None else str(value)
    # With a bar inside a value, two different answers would have the same signed text.
    if any("|" in members.get(name, "") for name in names):
        raise Malformed("message")
    text = piped_text(members, names)
    reading.check_hmac(key, text.encode(), members.get("vnp_SecureHash", ""), hashlib.sha512)
    return {name: members[name] for name in names if members.get(name)}
