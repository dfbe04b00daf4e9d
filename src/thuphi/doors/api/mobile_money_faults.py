"""How the bill server says no: an error object of GSMA Mobile Money API 1.2.0, with the mend.

The OpenAPI's spelling is written: `businessRule`, `errordescription`.
"""

from __future__ import annotations

import enum
from datetime import datetime

from django.http import HttpResponse, JsonResponse

from thuphi.ground.channels.gsma_accounts import TEXT_LENGTH_MAX

from .bill_shape import stamp


class Category(enum.Enum):
    """Kinds of errors, with the HTTP status of each."""

    BUSINESS_RULE = "businessRule", 400
    VALIDATION = "validation", 400
    AUTHORISATION = "authorisation", 401
    IDENTIFICATION = "identification", 404
    INTERNAL = "internal", 500
    SERVICE_UNAVAILABLE = "serviceUnavailable", 503

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[1]


class Fault(enum.Enum):
    """Every error this server gives: category, code, and a sentence for the operator's clerk."""

    NOT_KNOWN = (
        Category.AUTHORISATION,
        "clientAuthorisationError",
        "X-Client-Id hoặc X-API-Key không đúng với đơn vị này.",
    )
    NO_SUCH_BILL = (
        Category.IDENTIFICATION,
        "identifierError",
        "Không có khoản thu hoặc học sinh, người bệnh nào với mã này ở đơn vị.",
    )
    NOT_ONE_BILL = (
        Category.IDENTIFICATION,
        "identifierError",
        "Có nhiều khoản thu hoặc không còn khoản nào phải nộp: ghi rõ billReference.",
    )
    PROVIDER_MISSING = (
        Category.VALIDATION,
        "mandatoryValueNotSupplied",
        "Thêm serviceprovider (mã đơn vị) vào accountId khi hỏi bằng mã học sinh, người bệnh.",
    )
    ACCOUNT_UNREADABLE = (
        Category.VALIDATION,
        "formatError",
        "Viết accountId như consumerno@MÃ$serviceprovider@MÃ-ĐƠN-VỊ, nhiều nhất ba phần.",
    )
    MISSING = (
        Category.VALIDATION,
        "mandatoryValueNotSupplied",
        "Thiếu giá trị bắt buộc.",
    )
    UNREADABLE = (
        Category.VALIDATION,
        "formatError",
        "Nội dung gửi lên không đúng mẫu.",
    )
    TOO_LONG = (
        Category.VALIDATION,
        "lengthError",
        "Mỗi giá trị dài nhất 256 ký tự.",
    )
    NOT_POSITIVE = (
        Category.VALIDATION,
        "negativeValue",
        "Số tiền phải lớn hơn 0.",
    )
    OTHER_CURRENCY = (
        Category.BUSINESS_RULE,
        "currencyNotSupported",
        "Chỉ nhận VND.",
    )
    UNDER = (
        Category.BUSINESS_RULE,
        "underPaymentNotAllowed",
        "Khoản thu này phải nộp một lần đủ số tiền.",
    )
    OVER = (
        Category.BUSINESS_RULE,
        "overPaymentNotAllowed",
        "Số tiền lớn hơn số còn phải nộp.",
    )
    NOT_PAYABLE = (
        Category.BUSINESS_RULE,
        "incorrectState",
        "Khoản thu đã nộp đủ hoặc đã hủy, không cần nộp nữa.",
    )
    REPEATED = (
        Category.BUSINESS_RULE,
        "duplicateRequest",
        "Mã giao dịch hoặc X-CorrelationID này đã dùng cho một khoản nộp khác.",
    )
    TOO_MANY = (
        Category.BUSINESS_RULE,
        "rateLimitError",
        "Hỏi quá nhiều. Thử lại sau một phút.",
    )
    AWAY = (
        Category.SERVICE_UNAVAILABLE, "genericError",
        "Tạm thời không phục vụ được, chưa ghi gì. Gửi lại y như cũ sau vài giây.",
    )  # fmt: skip

    @property
    def category(self) -> Category:
        """Its category."""
        return self.value[0]

    @property
    def code(self) -> str:
        """Its code."""
        return self.value[1]

    @property
    def mend(self) -> str:
        """What to do."""
        return self.value[2]


class ErrorObject(JsonResponse):
    """An error object. It is not logged with its address, which may name a pupil or patient."""

    _has_been_logged = True


class Refused(Exception):
    """An error on its way to the caller; `parameters` name what is meant."""

    def __init__(self, fault: Fault, **parameters: str) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.parameters = parameters

    def response(self, at: datetime) -> HttpResponse:
        """The error object."""
        said: dict[str, object] = {
            "errorCategory": self.fault.category.value[0],
            "errorCode": self.fault.code,
            "errordescription": self.fault.mend,
            "errorDateTime": stamp(at),
        }
        if self.parameters:
            said["errorParameters"] = [
                {"key": key, "value": value[:TEXT_LENGTH_MAX]}
                for key, value in self.parameters.items()
            ]
        return ErrorObject(said, status=self.fault.category.status)
