"""What can be wrong with a provider's file, and the sentence that names the place and the mend."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Final

from thuphi.ground.statements.contract import Fault, Unreadable

KEPT_MAX = 100


class ProviderFault(enum.Enum):
    """A kind of fault; the values are those of `contract.Fault.kind`."""

    EMPTY = "provider_empty"
    TOO_LARGE = "provider_too_large"
    BROKEN = "provider_broken"
    ENCODING = "provider_encoding"
    TOO_MANY_ROWS = "provider_too_many_rows"
    UNKNOWN = "provider_unknown"
    NO_HEADS = "provider_no_heads"
    NO_ROWS = "provider_no_rows"
    FEE_MISSING = "provider_fee_missing"
    REFERENCE_MISSING = "provider_reference_missing"
    REFERENCE_LONG = "provider_reference_long"
    REFERENCE_ROUNDED = "provider_reference_rounded"
    AMOUNT = "provider_amount"
    DOES_NOT_ADD_UP = "provider_does_not_add_up"
    DATE = "provider_date"
    DAY_MISSING = "provider_day_missing"
    DAYS_DIFFER = "provider_days_differ"
    CURRENCY = "provider_currency"
    KIND = "provider_kind"
    STATUS = "provider_status"
    TWICE = "provider_twice"
    TOTAL_DIFFERS = "provider_total_differs"
    FEE_NEGATIVE = "provider_fee_negative"
    FORMULA = "provider_formula"
    SEVERAL = "provider_several"
    FUTURE = "provider_future"


SENTENCES: Final[Mapping[str, str]] = {
    "provider_empty": "Tệp rỗng.",
    "provider_too_large": "Tệp lớn hơn {most} MB: tách thành nhiều tệp.",
    "provider_broken": "Tệp bị hỏng: tải lại từ trang của nhà cung cấp.",
    "provider_encoding": "Không đọc được bảng mã chữ: lưu lại dạng CSV UTF-8 hoặc .xlsx.",
    "provider_too_many_rows": "Tệp dài hơn {most} dòng: tách thành nhiều tệp.",
    "provider_unknown": (
        "Không nhận ra tệp này của nhà cung cấp nào: chọn nhà cung cấp rồi tải lên lại."
    ),
    "provider_no_heads": (
        "Không thấy dòng tiêu đề có {needed} trong {rows} dòng đầu: tải tệp chi tiết giao dịch."
    ),
    "provider_no_rows": "Không có giao dịch nào trong tệp.",
    "provider_fee_missing": "Không thấy cột phí hay cột thực nhận: tải tệp có phí.",
    "provider_reference_missing": "Thiếu mã giao dịch: điền đúng như trang của nhà cung cấp.",
    "provider_reference_long": "Mã giao dịch dài quá {most} ký tự.",
    "provider_reference_rounded": (
        "Mã “{value}” là số dài nên Excel đã làm tròn: tải tệp gốc, không mở ra lưu lại."
    ),
    "provider_amount": "Số tiền “{value}” không đọc được: viết 1.250.000.",
    "provider_does_not_add_up": (
        "Số tiền {gross} trừ phí {fee} không bằng thực nhận {net}: xem lại dòng này."
    ),
    "provider_date": "Ngày giờ “{value}” không đọc được: viết 31/12/2026 08:30.",
    "provider_day_missing": "Không biết giao dịch thuộc ngày quyết toán nào: thiếu cột ngày.",
    "provider_days_differ": ("Quyết toán {reference} có hai ngày khác nhau: {first} và {second}."),
    "provider_currency": "Loại tiền “{value}”: chỉ nhận tiền đồng (VND).",
    "provider_kind": "Không rõ loại giao dịch “{value}”: thanh toán, hoàn tiền hay bồi hoàn?",
    "provider_status": "Không rõ trạng thái “{value}”: thành công hay thất bại?",
    "provider_twice": "Mã {reference} có hai lần trong một quyết toán, lần đầu ở dòng {first}.",
    "provider_total_differs": (
        "Dòng tổng ghi {what} {told}, cộng các dòng được {counted}: tải lại tệp."
    ),
    "provider_fee_negative": "Quyết toán {reference} có tổng phí âm ({fee}): xem lại cột phí.",
    "provider_future": "Ngày quyết toán {day} còn quá xa: xem lại ngày, tháng, năm.",
    "provider_formula": (
        "Ô chứa công thức, không được tính: dán giá trị (Paste values) rồi lưu lại."
    ),
    "provider_several": "Tệp ghi tên nhiều nhà cung cấp ({names}): chọn một.",
}
"""The Vietnamese sentence of each kind; places in braces are filled from the fault's facts."""


class Faults:
    """Faults of one file as they are found; the first hundred are kept."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []

    def add(self, kind: ProviderFault, place: str = "", **facts: str | int) -> None:
        """Note one."""
        if len(self.kept) < KEPT_MAX:
            told = {name: str(value) for name, value in facts.items()}
            self.kept.append(Fault(kind.value, place, told))

    def refuse_if_any(self) -> None:
        """Raises `Unreadable` with all that were found."""
        if self.kept:
            raise Unreadable(tuple(self.kept))


def refused(kind: ProviderFault, place: str = "", **facts: str | int) -> Unreadable:
    """The refusal of a whole file for one fault."""
    return Unreadable((Fault(kind.value, place, {name: str(one) for name, one in facts.items()}),))
