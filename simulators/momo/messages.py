"""MoMo's signatures and messages, from developers.momo.vn v3 (AIO v2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from simulators.momo.settings import Merchant

CREATE = (
    "accessKey",
    "amount",
    "extraData",
    "ipnUrl",
    "orderId",
    "orderInfo",
    "partnerCode",
    "redirectUrl",
    "requestId",
    "requestType",
)
NOTICE = (
    "accessKey",
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
)
QUERY = ("accessKey", "orderId", "partnerCode", "requestId")
REFUND = ("accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "transId")

MESSAGES = {
    0: "Thành công.",
    11: "Truy cập bị từ chối.",
    13: "Xác thực doanh nghiệp thất bại.",
    20: "Yêu cầu sai định dạng.",
    22: "Số tiền giao dịch không hợp lệ.",
    40: "RequestId bị trùng.",
    41: "OrderId bị trùng.",
    42: "OrderId không hợp lệ hoặc không được tìm thấy.",
    1000: "Giao dịch đã được khởi tạo, chờ người dùng xác nhận thanh toán.",
    1001: "Giao dịch thanh toán thất bại do tài khoản người dùng không đủ tiền.",
    1005: "Giao dịch thất bại do url hoặc QR code đã hết hạn.",
    1006: "Giao dịch thất bại do người dùng đã từ chối xác nhận thanh toán.",
    1080: "Giao dịch hoàn tiền thất bại trong quá trình xử lý.",
    1081: "Giao dịch hoàn tiền bị từ chối.",
    7000: "Giao dịch đang được xử lý.",
    7002: "Giao dịch đang được xử lý bởi nhà cung cấp loại hình thanh toán.",
}
"""Sentences after MoMo's; a code that is not here has none."""


def signature(names: tuple[str, ...], members: Mapping[str, object], merchant: Merchant) -> str:
    """Hexadecimal HMAC-SHA256 of `name=value` joined by `&`."""
    whole = {**members, "accessKey": merchant.accessKey}
    text = "&".join(f"{name}={whole.get(name, '')}" for name in names)
    return hmac.new(merchant.secretKey.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(names: tuple[str, ...], members: Mapping[str, object], merchant: Merchant) -> bool:
    """Whether a merchant signed these members."""
    given = str(members.get("signature", ""))
    expected = signature(names, members, merchant)
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))
