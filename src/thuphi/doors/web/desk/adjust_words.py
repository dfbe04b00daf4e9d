"""What the desk calls changes to bills and what families have left over."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.kit import money
from thuphi.money.adjustments import errors
from thuphi.money.adjustments.plans import Fault, FaultKind
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.credits.rules import Source, SpendOn, UseKind

from .words import Words

KINDS: dict[AdjustmentKind, Words] = {
    AdjustmentKind.LATE_EXEMPTION: gettext_lazy("Miễn giảm muộn"),
    AdjustmentKind.LEAVER: gettext_lazy("Thôi học"),
    AdjustmentKind.MEALS: gettext_lazy("Tiền ăn"),
    AdjustmentKind.PRICE_CUT: gettext_lazy("Giảm giá"),
    AdjustmentKind.CARRIED: gettext_lazy("Chuyển nợ"),
    AdjustmentKind.OTHER: gettext_lazy("Điều chỉnh khác"),
}

SOURCES: dict[Source, Words] = {
    Source.OVERPAID: gettext_lazy("Nộp thừa"),
    Source.RELEASED: gettext_lazy("Khoản đã nộp được giảm"),
    Source.OPENING: gettext_lazy("Số dư mang sang"),
    Source.KEPT: gettext_lazy("Trả lại không thành"),
    Source.GIVEN: gettext_lazy("Tiền nhận ra chủ, chưa có khoản thu"),
}

USES: dict[UseKind, Words] = {
    UseKind.BILL: gettext_lazy("Trừ vào khoản thu"),
    UseKind.REFUND: gettext_lazy("Trả lại theo đường đã nộp"),
    UseKind.REFUND_BACK: gettext_lazy("Trả lại không thành, ghi lại"),
    UseKind.PAYOUT: gettext_lazy("Chi trả cho gia đình"),
    UseKind.PAYOUT_BACK: gettext_lazy("Chi trả không thành, ghi lại"),
}

SPEND_ON: dict[SpendOn, Words] = {
    SpendOn.ANY_ITEM: gettext_lazy("Trừ vào khoản nào cũng được"),
    SpendOn.SAME_ITEM: gettext_lazy("Chỉ trừ vào đúng khoản mục đã thừa"),
    SpendOn.NOTHING: gettext_lazy("Không tự trừ; chờ chi trả"),
}


def fault(one: Fault) -> str:
    """Why one change cannot be made, and what to do."""
    match one.kind:
        case FaultKind.BILL_NOT_FOUND:
            return _("Không có khoản %(code)s ở trường này. Xem lại mã.") % {"code": one.code}
        case FaultKind.BILL_CANCELLED:
            return _("Khoản %(code)s đã hủy, không điều chỉnh được. Bỏ khoản này ra.") % {
                "code": one.code
            }
        case FaultKind.ITEM_NOT_FOUND:
            return _("Khoản mục thu này không còn ở trường. Chọn khoản mục khác.")
        case FaultKind.TOO_LARGE:
            return _(
                "Khoản %(code)s: %(item)s chỉ còn %(most)s, không giảm hơn được. "
                "Ghi lại số tiền nhỏ hơn."
            ) % {"code": one.code, "item": one.item, "most": money.dong(one.most_vnd)}


def refusal(error: errors.AdjustmentError) -> str:
    """Why a deed was refused between looking and saving."""
    match error:
        case errors.AdjustmentLargerThanBill():
            return fault(Fault(FaultKind.TOO_LARGE, error.code, error.item, error.most_vnd))
        case errors.BillCancelled():
            return fault(Fault(FaultKind.BILL_CANCELLED, error.code))
        case errors.BillNotFound():
            return fault(Fault(FaultKind.BILL_NOT_FOUND, error.code))
        case errors.PaperMissing():
            return _("Chưa có số và ngày của văn bản. Ghi quyết định, đơn hoặc biên bản.")
        case errors.ReasonMissing():
            return _("Chưa có lý do. Gia đình đọc lý do này trên khoản thu.")
        case _:
            return _("Không có gì thay đổi: không khoản nào khác đi.")
