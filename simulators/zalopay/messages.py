"""ZaloPay's codes and macs, from docs.zalopay.vn and its Node SDK."""

from __future__ import annotations

import hashlib
import hmac

from simulators.wallets.book import State

DONE, FAILED, IN_HAND = 1, 2, 3

REPEATED, WRONG_MAC, WRONG_DATA, NOT_FOUND = -68, -402, -401, -101
TOO_LATE_TO_REFUND, WRONG_REFUND = -13, -14

SUB_CODES = {State.REFUSED: -329, State.NO_FUNDS: -63, State.EXPIRED: -54}

MESSAGES = {
    DONE: "Giao dịch thành công",
    FAILED: "Giao dịch thất bại",
    IN_HAND: "Đơn hàng chưa thanh toán hoặc giao dịch đang xử lý",
    REPEATED: "Mã giao dịch bị trùng",
    WRONG_MAC: "Chữ ký không hợp lệ",
    WRONG_DATA: "Dữ liệu yêu cầu không hợp lệ",
    NOT_FOUND: "Giao dịch không tồn tại",
    TOO_LATE_TO_REFUND: "Giao dịch quá hạn hoàn tiền",
    WRONG_REFUND: "Số tiền hoàn không hợp lệ",
    -54: "Giao dịch đã hết hạn",
    -63: "Tài khoản không đủ tiền",
    -329: "Người dùng huỷ giao dịch thanh toán",
}
"""Sentences after ZaloPay's; a code that is not here has none."""


def mac(key: str, *parts: object) -> str:
    """Hexadecimal HMAC-SHA256 of the parts joined by `|`."""
    text = "|".join(str(part) for part in parts)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same(expected: str, given: object) -> bool:
    """Compare macs in constant time."""
    return hmac.compare_digest(expected.encode(), str(given).encode(errors="replace"))


def answer(code: int, sub_code: int, **more: object) -> dict[str, object]:
    """The four members of every answer, and more."""
    return {
        "return_code": code,
        "return_message": MESSAGES.get(code, ""),
        "sub_return_code": sub_code,
        "sub_return_message": MESSAGES.get(sub_code, ""),
        **more,
    }
