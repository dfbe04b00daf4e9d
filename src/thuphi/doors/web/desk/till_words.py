"""Sentences of the cash desk: why an entry is refused and what to do; names of states."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.ground.kit import money
from thuphi.money.tills.errors import RowFault
from thuphi.money.tills.queries.day import DayRow, MoveKind
from thuphi.money.tills.rules import Fault, HandOverState, SlipState

from .words import Words

HAND_OVER_STATES: dict[HandOverState, tuple[Words, str, str]] = {
    HandOverState.GIVEN: (gettext_lazy("Chờ người nhận ký"), "half", "warn"),
    HandOverState.RECEIVED: (gettext_lazy("Đã nhận, hai người ký"), "tick", "good"),
    HandOverState.REFUSED: (gettext_lazy("Không nhận"), "late", "bad"),
    HandOverState.WITHDRAWN: (gettext_lazy("Đã rút"), "ring", ""),
}
SLIP_STATES: dict[SlipState, Words] = {
    SlipState.USED: gettext_lazy("Đã dùng"),
    SlipState.VOID: gettext_lazy("Hủy"),
    SlipState.LOST: gettext_lazy("Mất"),
}
MOVES: dict[MoveKind, Words] = {
    MoveKind.TAKEN: gettext_lazy("Thu tiền mặt"),
    MoveKind.REFUNDED: gettext_lazy("Trả lại tiền mặt"),
    MoveKind.PAID_OUT: gettext_lazy("Chi trả tiền mặt"),
    MoveKind.DEPOSITED: gettext_lazy("Nộp vào ngân hàng"),
}


def fault_words(one: RowFault) -> str:
    """What is wrong with one entry, and the mend."""
    match one.fault:
        case Fault.ABOVE_REST:
            return _("Chỉ còn %(rest)s. Nhận đúng số này, trả lại phần hơn.") % {
                "rest": money.dong(one.rest_vnd)
            }
        case Fault.PART_NOT_ALLOWED:
            return _("Khoản này phải nộp một lần đủ %(rest)s.") % {"rest": money.dong(one.rest_vnd)}
        case Fault.NOT_POSITIVE:
            return _("Số tiền phải lớn hơn 0.")
        case Fault.NOTHING_TO_PAY:
            return _("Đã thu đủ hoặc đã hủy. Đừng nhận; nếu đã nhận thì trả lại gia đình.")
        case Fault.NOT_FOUND:
            return _("Không có khoản này ở đơn vị. Tải lại trang.")
        case Fault.KEY_USED:
            return _("Dòng này đã được ghi với số tiền khác. Tải lại trang rồi xem lại.")
        case Fault.SLIP_NOT_YOURS:
            return _("Số biên lai không thuộc quyển bạn đang giữ. Sửa số biên lai.")
        case Fault.SLIP_USED:
            return _("Số biên lai này đã dùng, đã hủy hoặc đã mất. Sửa số biên lai.")


def move_words(row: DayRow) -> str:
    """What a line of the day book is about."""
    what = str(MOVES[row.kind])
    about = row.about + (f" · {row.class_name}" if row.class_name else "")
    return f"{what}: {about}" if about else what
