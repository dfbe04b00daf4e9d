"""ZaloPay v2: what is sent, checked before it is signed.

docs.zalopay.vn, "Create order", "Query", "Refund", "Query refund". Refusals are for people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels import zalopay_words as words
from thuphi.ground.channels.contract import (
    Call,
    Limits,
    Order,
    OrderRefused,
    Question,
    RefundOrder,
    Step,
)
from thuphi.ground.kit.money import dong

SANDBOX = "https://sb-openapi.zalopay.vn"
APP_USER = "thuphi"
"""ZaloPay wants to know who pays; nobody's name is sent."""

TRANS_ID_LENGTH_MAX = 40
TEXT_LENGTH_MAX = 256

_TRANS_ID = re.compile(r"(?P<day>[0-9]{6})_(?P<rest>[0-9A-Za-z_.-]+)")
_ZP_TRANS_ID = re.compile(r"[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEADERS = {"content-type": "application/json"}

Members = dict[str, str | int]


def create(order: Order, limits: Limits, settings: Mapping[str, str]) -> Step:
    """Ask for a page on which this order is paid. Raises `OrderRefused`."""
    if not limits.min_vnd <= order.amount_vnd <= limits.max_vnd:
        raise OrderRefused(
            f"Số tiền (amount) phải từ {dong(limits.min_vnd)} đến {dong(limits.max_vnd)}. "
            "Hãy chọn cách trả khác."
        )
    for name, url in (("redirecturl", order.return_url), ("callback_url", order.notify_url)):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or _CONTROL.search(url):
            raise OrderRefused(f"{name} phải là địa chỉ đầy đủ, bắt đầu bằng https://.")
    app_user = order.extra.get("app_user") or APP_USER
    if "|" in app_user or len(app_user) > 50:
        raise OrderRefused("app_user không được có dấu | và dài tối đa 50 ký tự.")
    redirect = msgspec.json.encode({"redirecturl": order.return_url}).decode()
    body: Members = {
        "app_id": app_id(settings),
        "app_user": app_user,
        "app_trans_id": _trans_id(order.reference),
        "app_time": words.milliseconds(order.at),
        "amount": order.amount_vnd,
        "item": _json_text(order, "item", "[]"),
        "description": _text(order.description),
        "embed_data": _json_text(order, "embed_data", redirect),
        "bank_code": order.extra.get("bank_code", ""),
        "callback_url": order.notify_url,
    }
    names = ("app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item")
    return _step("/v2/create", body, names, settings)


def query(question: Question, settings: Mapping[str, str]) -> Step:
    """Ask about a payment; key1 is signed with itself, and not shown. Raises `OrderRefused`."""
    body: Members = {
        "app_id": app_id(settings),
        "app_trans_id": _trans_id(question.reference),
    }
    secret = reading.secret(settings, "key1").decode()
    return _step("/v2/query", body, ("app_id", "app_trans_id"), settings, secret)


def refund(order: RefundOrder, settings: Mapping[str, str]) -> Step:
    """Send back a whole payment or a part of it. Raises `OrderRefused`."""
    if not 0 < order.amount_vnd <= order.paid_vnd:
        raise OrderRefused(
            f"Số tiền hoàn (amount) phải lớn hơn 0 và không quá số đã trả {dong(order.paid_vnd)}."
        )
    if not _ZP_TRANS_ID.fullmatch(order.provider_reference):
        raise OrderRefused(
            "Mã giao dịch ZaloPay (zp_trans_id) của khoản trả phải là số. "
            "Hãy hỏi lại kết quả trước."
        )
    fee = order.extra.get("refund_fee_amount", "")
    if fee and not (fee.isascii() and fee.isdigit()):
        raise OrderRefused("refund_fee_amount phải là số nguyên, tính bằng đồng.")
    body: Members = {
        "m_refund_id": refund_id(order.reference, settings),
        "app_id": app_id(settings),
        "zp_trans_id": order.provider_reference,
        "amount": order.amount_vnd,
        "timestamp": words.milliseconds(order.at),
        "description": _text(order.description),
    }
    names = ["app_id", "zp_trans_id", "amount", "description", "timestamp"]
    if fee:
        body["refund_fee_amount"] = int(fee)
        names.insert(3, "refund_fee_amount")
    return _step("/v2/refund", body, names, settings)


def query_refund(order: RefundOrder, settings: Mapping[str, str]) -> Step:
    """Ask about a refund by its own number. Raises `OrderRefused`."""
    body: Members = {
        "app_id": app_id(settings),
        "m_refund_id": refund_id(order.reference, settings),
        "timestamp": words.milliseconds(order.at),
    }
    return _step("/v2/query_refund", body, ("app_id", "m_refund_id", "timestamp"), settings)


def app_id(settings: Mapping[str, str]) -> int:
    """The merchant's number. Raises `SignatureWrong` when it is missing, `OrderRefused`."""
    written = reading.secret(settings, "app_id").decode()
    if not (written.isascii() and written.isdigit() and len(written) <= 10):
        raise OrderRefused("app_id phải là số do ZaloPay cấp.")
    return int(written)


def refund_id(reference: str, settings: Mapping[str, str]) -> str:
    """`m_refund_id`: our reference with the merchant's number after its day. Always the same.

    Raises `OrderRefused`.
    """
    parts = _TRANS_ID.fullmatch(reference)
    if parts is None:
        raise OrderRefused("Mã lệnh hoàn phải có dạng yymmdd_mã, ngày theo giờ Việt Nam.")
    ours = f"{app_id(settings)}_"
    return f"{parts['day']}_{ours}{parts['rest'].removeprefix(ours)}"


def endpoint(settings: Mapping[str, str]) -> str:
    """The address of ZaloPay, the sandbox's if none is set."""
    return (settings.get("endpoint") or SANDBOX).rstrip("/")


def schemes(settings: Mapping[str, str]) -> tuple[str, str]:
    """How the page to pay on may be reached: https, or the same way as the gateway."""
    return "https", urlsplit(endpoint(settings)).scheme


def _step(
    path: str,
    body: Members,
    names: tuple[str, ...] | list[str],
    settings: Mapping[str, str],
    secret: str = "",
) -> Step:
    key = reading.secret(settings, "key1")
    parts = [str(body[name]) for name in names]
    signed = words.mac(key, "|".join([*parts, secret] if secret else parts))
    shown = "|".join([*parts, "<key1>"] if secret else parts)
    content = msgspec.json.encode({**body, "mac": signed})
    call = Call("POST", endpoint(settings) + path, _HEADERS, content)
    return Step(call=call, signed_text=shown, signature=signed)


def _trans_id(reference: str) -> str:
    if not _TRANS_ID.fullmatch(reference) or len(reference) > TRANS_ID_LENGTH_MAX:
        raise OrderRefused(
            "reference: ZaloPay lấy làm app_trans_id, phải có dạng yymmdd_mã (ngày theo giờ Việt "
            f"Nam), dài tối đa {TRANS_ID_LENGTH_MAX} ký tự; ví dụ 260105_TF003NQK8NRQ-1."
        )
    return reference


def _json_text(order: Order, name: str, ours: str) -> str:
    given = order.extra.get(name, "")
    if not given:
        return ours
    try:
        msgspec.json.decode(given)
    except msgspec.DecodeError as error:
        raise OrderRefused(f"{name} phải là văn bản JSON.") from error
    return given


def _text(text: str) -> str:
    plain = _CONTROL.sub(" ", text).strip()
    if not 0 < len(plain) <= TEXT_LENGTH_MAX:
        raise OrderRefused(f"description phải có từ 1 đến {TEXT_LENGTH_MAX} ký tự.")
    return plain
