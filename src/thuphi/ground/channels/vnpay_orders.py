"""What VNPAY takes in an order of ours, and why another one is refused; see `vnpay.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from thuphi.ground.channels import vnpay_wire, vnpay_words
from thuphi.ground.channels.contract import Limits, Order, OrderRefused, RefundOrder
from thuphi.ground.kit.money import dong

LONGEST_INFO: Final = 255
LONGEST_NAME: Final = 245

_REFERENCE = re.compile(r"[A-Za-z0-9.:_-]{1,100}")
_URL = re.compile(r"https?://[A-Za-z0-9._:/?#\[\]@$&+,;=%-]{2,247}")
_CHOICES: Final = {
    "bank_code": ("vnp_BankCode", re.compile(r"[A-Za-z0-9_]{3,20}")),
    "locale": ("vnp_Locale", re.compile(r"vn|en")),
    "order_type": ("vnp_OrderType", re.compile(r"[A-Za-z0-9_-]{1,100}")),
}


def credentials(settings: Mapping[str, str]) -> tuple[bytes, str]:
    """The secret and the terminal. Raises `OrderRefused` when one was never set."""
    key, merchant = settings.get("vnp_HashSecret", ""), settings.get("vnp_TmnCode", "")
    if not key or not merchant:
        raise OrderRefused(
            "vnp_TmnCode, vnp_HashSecret: cơ sở chưa khai báo; xin nhập thông tin VNPAY cấp."
        )
    return key.encode(), merchant


def check_order(order: Order, limits: Limits) -> None:
    """Raises `OrderRefused` for an amount, a reference or an address that VNPAY does not take."""
    if not limits.min_vnd <= order.amount_vnd <= limits.max_vnd:
        raise OrderRefused(
            f"vnp_Amount: VNPAY chỉ nhận từ {dong(limits.min_vnd)} đến {dong(limits.max_vnd)} mỗi "
            "lần; xin kiểm tra số tiền hoặc chọn cách trả khác."
        )
    if not _REFERENCE.fullmatch(order.reference):
        raise OrderRefused(
            "vnp_TxnRef: chỉ gồm chữ không dấu, số và các dấu . : _ - , tối đa 100 ký tự; "
            "xin đặt lại mã lần trả."
        )
    if not _URL.fullmatch(order.return_url):
        raise OrderRefused(
            "vnp_ReturnUrl: phải là địa chỉ http(s) dài 10 đến 255 ký tự, không có dấu cách, chữ "
            "có dấu hay các dấu ~ * ! ( ) '; xin sửa địa chỉ trang quay về."
        )


def check_refund(order: RefundOrder) -> tuple[str, str]:
    """VNPAY's number of the money and who asks for it. Raises `OrderRefused`."""
    if not 0 < order.amount_vnd <= order.paid_vnd:
        raise OrderRefused(
            f"vnp_Amount: chỉ hoàn được từ 1 đ đến {dong(order.paid_vnd)} đã trả; "
            "xin sửa số tiền hoàn."
        )
    number = money_number(order.provider_reference)
    if not number:
        raise OrderRefused(
            "vnp_TransactionNo: chưa có mã giao dịch của VNPAY; xin hỏi lại VNPAY về khoản trả "
            "này trước khi hoàn."
        )
    asked_by = vnpay_wire.plain(order.asked_by)[:LONGEST_NAME]
    if not asked_by:
        raise OrderRefused("vnp_CreateBy: thiếu tên người yêu cầu hoàn; xin ghi tên đăng nhập.")
    return number, asked_by


def order_info(text: str) -> str:
    """The reason of the payment without marks. Raises `OrderRefused`."""
    info = vnpay_wire.plain(text)
    if not 0 < len(info) <= LONGEST_INFO:
        raise OrderRefused(
            f"vnp_OrderInfo: nội dung cần từ 1 đến 255 ký tự, hiện có {len(info)}; xin viết lại."
        )
    return info


def choices(extra: Mapping[str, str]) -> dict[str, str]:
    """The bank to begin with, the page's language, the kind of order, by our names or VNPAY's.

    Raises `OrderRefused`.
    """
    chosen = {}
    for name, (member, form) in _CHOICES.items():
        value = extra.get(name) or extra.get(member, "")
        if value and not form.fullmatch(value):
            raise OrderRefused(f"{member}: giá trị không đúng mẫu của VNPAY; xin chọn lại.")
        if value:
            chosen[member] = value
    return chosen


def money_number(reference: str) -> str:
    """VNPAY's number of the money, or nothing when the reference is our own."""
    is_number = reference.isascii() and reference.isdigit() and len(reference) <= 15
    return vnpay_wire.transaction_of(reference) if is_number else ""


def refund_kind(order: RefundOrder) -> str:
    """02 for the whole, 03 for a part."""
    is_whole = order.amount_vnd == order.paid_vnd
    return vnpay_words.WHOLE_REFUND if is_whole else vnpay_words.PART_REFUND
