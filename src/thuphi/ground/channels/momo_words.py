"""MoMo v2: which members are signed, what a `resultCode` means, and how an answer is read.

developers.momo.vn v3, "AIO v2 Payment Gateway": list of result codes, idempotency, signatures.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Answer, Malformed, Outcome
from thuphi.ground.kit.clock import VIETNAM

SIGNED: Mapping[str, tuple[str, ...]] = {
    "create": (
        *("accessKey", "amount", "extraData", "ipnUrl", "orderId", "orderInfo"),
        *("partnerCode", "redirectUrl", "requestId", "requestType"),
    ),
    "ipn": (
        *("accessKey", "amount", "extraData", "message", "orderId", "orderInfo", "orderType"),
        *("partnerCode", "payType", "requestId", "responseTime", "resultCode", "transId"),
    ),
    "query": ("accessKey", "orderId", "partnerCode", "requestId"),
    "refund": (
        *("accessKey", "amount", "description", "orderId"),
        *("partnerCode", "requestId", "transId"),
    ),
    "refund_query": ("accessKey", "orderId", "partnerCode", "requestId"),
    "confirm": (
        *("accessKey", "amount", "description", "orderId"),
        *("partnerCode", "requestId", "requestType"),
    ),
}
"""Names in the order in which they are signed, which is that of the alphabet."""

_WAITING = dict.fromkeys((1000, 7000, 7002, 9000), Outcome.PENDING)
"""9000 is a hold on the payer's money: it is ours only after a capture, which ends in 0."""

_REQUEST_FAULTS = dict.fromkeys((10, 11, 12, 13, 20, 21, 22, *range(40, 48)), Outcome.UNKNOWN)
"""They judge our request, not the money: a repeated order number may well be paid."""

_DECLINES = dict.fromkeys(
    (98, 99, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1017, 1026, 2019, 4001, 4002, 4100),
    Outcome.REFUSED,
)

OUTCOME: Mapping[int, Outcome] = {
    0: Outcome.CONFIRMED,
    **_WAITING,
    **_REQUEST_FAULTS,
    **_DECLINES,
}
"""What became of a payment; any other code is unknown."""

REFUND_OUTCOME: Mapping[int, Outcome] = {
    **OUTCOME,
    99: Outcome.UNKNOWN,
    9000: Outcome.UNKNOWN,
    1080: Outcome.PENDING,
    1081: Outcome.REFUSED,
    1088: Outcome.REFUSED,
}
"""What became of a refund. "Unknown error" (99) is not trusted: money sent twice is lost."""

ORDER_ID = r"^[0-9A-Za-z](?:[0-9A-Za-z._-]{0,62}[0-9A-Za-z])?$"
"""MoMo's own form, and at most 64 letters."""

_TO_BE_TRUSTED = (200, 201)
_STILL_RUNNING = 422
_LATEST_MS = 10**14


class RefundLine(msgspec.Struct):
    """One refund in the answer to a refund query."""

    orderId: str
    amount: reading.Amount
    resultCode: int
    transId: int | None = None


class Said(msgspec.Struct):
    """An answer of MoMo's. Answers are not signed: what they repeat of our request is compared."""

    resultCode: int
    partnerCode: str | None = None
    orderId: str | None = None
    requestId: str | None = None
    amount: reading.Amount | None = None
    transId: int | None = None
    responseTime: int | None = None
    payUrl: str | None = None
    deeplink: str | None = None
    qrCodeUrl: str | None = None
    refundTrans: list[RefundLine] | None = None


def sign_text(kind: str, members: Mapping[str, object]) -> str:
    """The text that is signed: raw values in order, `name=` if empty. Raises `Malformed`."""
    return "&".join(f"{name}={_value(members.get(name))}" for name in SIGNED[kind])


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Malformed("message")


def signature(secret: bytes, text: str) -> str:
    """Hexadecimal HMAC-SHA256."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def instant(milliseconds: int) -> datetime:
    """An instant from milliseconds since 1970. Raises `Malformed`."""
    if not 0 < milliseconds < _LATEST_MS:
        raise Malformed("time")
    whole = datetime.fromtimestamp(milliseconds // 1000, VIETNAM)
    return whole + timedelta(milliseconds=milliseconds % 1000)


def read(answer: Answer, echoed: Mapping[str, str]) -> Said:
    """An answer that belongs to our request. Raises `Malformed`.

    A verdict must repeat what was asked; a fault may leave it out.
    """
    if answer.status >= 500:
        raise Malformed("status")
    said = reading.typed(reading.json_of(answer.body), Said)
    told = {"partnerCode": said.partnerCode, "orderId": said.orderId, "requestId": said.requestId}
    if any(told[name] not in (None, "", ours) for name, ours in echoed.items()):
        raise Malformed("not_ours")
    is_verdict = REFUND_OUTCOME.get(said.resultCode) in (Outcome.CONFIRMED, Outcome.REFUSED)
    if is_verdict and not all(told[name] for name in echoed):
        raise Malformed("not_repeated")
    return said


def outcome(said: Said, answer: Answer, table: Mapping[int, Outcome] = OUTCOME) -> Outcome:
    """What an answer says. With an error number it is believed only in that it still runs."""
    if answer.status in _TO_BE_TRUSTED:
        return table.get(said.resultCode, Outcome.UNKNOWN)
    is_running = answer.status == _STILL_RUNNING and said.resultCode == 7000
    return Outcome.PENDING if is_running else Outcome.UNKNOWN
