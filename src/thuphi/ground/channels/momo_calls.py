"""MoMo v2: what is sent, checked before it is signed.

developers.momo.vn v3, "Payment API": create, query, refund, refund query. Refusals are for people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from thuphi.ground.channels import momo_words as words
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Call, Limits, Order, OrderRefused, RefundOrder, Step
from thuphi.ground.kit.money import dong

SANDBOX = "https://test-payment.momo.vn"
REQUEST_TYPES = ("captureWallet", "payWithMethod", "payWithATM", "payWithCC")
LANGUAGES = ("vi", "en")
TEXT_LENGTH_MAX = 255
REQUEST_ID_LENGTH_MAX = 50

_TRANS_ID = re.compile(r"[1-9][0-9]{0,17}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEADERS = {"content-type": "application/json; charset=UTF-8"}


def create(order: Order, limits: Limits, settings: Mapping[str, str]) -> Step:
    """Ask for a page on which this order is paid at once (no hold). Raises `OrderRefused`."""
    _check_amount(order.amount_vnd, limits)
    _check_urls(order)
    given = order.extra
    kind = given.get("request_type") or given.get("requestType") or REQUEST_TYPES[0]
    language = given.get("lang") or LANGUAGES[0]
    if kind not in REQUEST_TYPES:
        raise OrderRefused(f"requestType phải là một trong: {', '.join(REQUEST_TYPES)}.")
    if language not in LANGUAGES:
        raise OrderRefused("lang phải là vi hoặc en.")
    members = {
        "requestId": _request_id(given.get("requestId") or order.reference),
        "amount": order.amount_vnd,
        "orderId": _order_id(order.reference),
        "orderInfo": _text(order.description, "orderInfo"),
        "redirectUrl": order.return_url,
        "ipnUrl": order.notify_url,
        "requestType": kind,
        "extraData": given.get("extraData", ""),
        "lang": language,
        "autoCapture": True,
    }
    return _step("create", "/v2/gateway/api/create", members, settings)


def refund(order: RefundOrder, limits: Limits, settings: Mapping[str, str]) -> Step:
    """Send back a whole payment or a part of it. Raises `OrderRefused`."""
    if not 0 < order.amount_vnd <= order.paid_vnd:
        raise OrderRefused(
            f"Số tiền hoàn (amount) phải lớn hơn 0 và không quá số đã trả {dong(order.paid_vnd)}."
        )
    _check_amount(order.amount_vnd, limits)
    if not _TRANS_ID.fullmatch(order.provider_reference):
        raise OrderRefused(
            "Mã giao dịch MoMo (transId) của khoản trả phải là số. Hãy hỏi lại kết quả trước."
        )
    if order.reference == order.payment_reference:
        raise OrderRefused("Lệnh hoàn cần một mã orderId mới, khác mã của lần trả.")
    members = {
        "orderId": _order_id(order.reference),
        "requestId": _request_id(order.request_id),
        "amount": order.amount_vnd,
        "transId": int(order.provider_reference),
        "lang": LANGUAGES[0],
        "description": _text(order.description, "description"),
    }
    return _step("refund", "/v2/gateway/api/refund", members, settings)


def question(
    kind: str, path: str, reference: str, request_id: str, settings: Mapping[str, str]
) -> Step:
    """Ask about a payment or a refund by its reference. Raises `OrderRefused`."""
    members = {
        "requestId": _request_id(request_id),
        "orderId": _order_id(reference),
        "lang": LANGUAGES[0],
    }
    return _step(kind, path, members, settings)


def _step(kind: str, path: str, members: Mapping[str, object], settings: Mapping[str, str]) -> Step:
    key = reading.secret(settings, "secretKey")
    access_key = reading.secret(settings, "accessKey").decode()
    body = {"partnerCode": reading.secret(settings, "partnerCode").decode(), **members}
    text = words.sign_text(kind, {**body, "accessKey": access_key})
    signed = words.signature(key, text)
    call = Call(
        "POST",
        endpoint(settings) + path,
        _HEADERS,
        msgspec.json.encode({**body, "signature": signed}),
    )
    return Step(call=call, signed_text=text, signature=signed)


def endpoint(settings: Mapping[str, str]) -> str:
    """The address of the gateway, the sandbox's if none is set."""
    return (settings.get("endpoint") or SANDBOX).rstrip("/")


def schemes(settings: Mapping[str, str]) -> tuple[str, str]:
    """How the page to pay on may be reached: https, or the same way as the gateway."""
    return "https", urlsplit(endpoint(settings)).scheme


def _check_amount(amount_vnd: int, limits: Limits) -> None:
    if not limits.min_vnd <= amount_vnd <= limits.max_vnd:
        raise OrderRefused(
            f"Số tiền (amount) phải từ {dong(limits.min_vnd)} đến {dong(limits.max_vnd)} "
            "mỗi lần qua MoMo. Hãy chọn cách trả khác."
        )


def _check_urls(order: Order) -> None:
    for name, url in (("redirectUrl", order.return_url), ("ipnUrl", order.notify_url)):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or _CONTROL.search(url):
            raise OrderRefused(f"{name} phải là địa chỉ đầy đủ, bắt đầu bằng https://.")
    if urlsplit(order.notify_url).query or not order.notify_url.isascii():
        raise OrderRefused("ipnUrl không được có phần sau dấu ? và chỉ gồm chữ không dấu.")


def _order_id(reference: str) -> str:
    if not re.match(words.ORDER_ID, reference):
        raise OrderRefused("orderId chỉ gồm chữ không dấu, số, dấu . - _ và dài tối đa 64.")
    return reference


def _request_id(request_id: str) -> str:
    if not 0 < len(request_id) <= REQUEST_ID_LENGTH_MAX or _CONTROL.search(request_id):
        raise OrderRefused(f"requestId phải có từ 1 đến {REQUEST_ID_LENGTH_MAX} ký tự.")
    return request_id


def _text(text: str, name: str) -> str:
    plain = _CONTROL.sub(" ", text).strip()
    if len(plain) > TEXT_LENGTH_MAX:
        raise OrderRefused(f"{name} dài quá {TEXT_LENGTH_MAX} ký tự. Hãy viết ngắn lại.")
    return plain
