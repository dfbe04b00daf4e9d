"""What the desk calls a refund: its state, its way, who has still to do what."""

from __future__ import annotations

import enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit import money
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.queries import is_stuck
from thuphi.money.refunds.rules import RefundState, Way, needs_two

from .attempt_words import note_words
from .words import Words

STATES: dict[RefundState, Pill] = {
    RefundState.ASKED: Pill(gettext_lazy("Chờ duyệt"), "ring", "warn"),
    RefundState.APPROVED: Pill(gettext_lazy("Đã duyệt"), "clock", "info"),
    RefundState.SENT: Pill(gettext_lazy("Đang trả lại"), "clock", "info"),
    RefundState.REFUNDED: Pill(gettext_lazy("Đã trả lại"), "back", "good"),
    RefundState.FAILED: Pill(gettext_lazy("Không trả được"), "cross", "bad"),
    RefundState.REVERSED: Pill(gettext_lazy("Bị thu lại"), "back", "bad"),
    RefundState.WITHDRAWN: Pill(gettext_lazy("Đã rút đề nghị"), "dash", ""),
}
BY_HAND = Pill(gettext_lazy("Chờ chuyển tiền"), "late", "warn")
NEEDS_PERSON = Pill(gettext_lazy("Cần người xem"), "late", "bad")

WAYS: dict[Way, Words] = {
    Way.PROVIDER: gettext_lazy("Qua đúng cách đã trả"),
    Way.TRANSFER: gettext_lazy("Chuyển khoản từ tài khoản của trường"),
    Way.CASH: gettext_lazy("Trao tiền mặt"),
    Way.REVERSAL: gettext_lazy("Ngân hàng hoặc nhà cung cấp đã thu lại"),
}


class Tab(enum.Enum):
    """The parts of the list of refunds."""

    ASKED = "cho-duyet"
    MOVING = "dang-tra"
    DONE = "xong"
    FAILED = "khong-duoc"


TABS: dict[Tab, Words] = {
    Tab.ASKED: gettext_lazy("Chờ duyệt"),
    Tab.MOVING: gettext_lazy("Đang trả"),
    Tab.DONE: gettext_lazy("Xong"),
    Tab.FAILED: gettext_lazy("Không được"),
}
STATES_OF: dict[Tab, tuple[RefundState, ...]] = {
    Tab.ASKED: (RefundState.ASKED,),
    Tab.MOVING: (RefundState.APPROVED, RefundState.SENT),
    Tab.DONE: (RefundState.REFUNDED, RefundState.REVERSED),
    Tab.FAILED: (RefundState.FAILED, RefundState.WITHDRAWN),
}
EMPTY: dict[Tab, Words] = {
    Tab.ASKED: gettext_lazy("Không có đề nghị nào chờ duyệt."),
    Tab.MOVING: gettext_lazy("Không có khoản nào đang trả lại."),
    Tab.DONE: gettext_lazy("Chưa trả lại khoản nào."),
    Tab.FAILED: gettext_lazy("Không có khoản nào hỏng."),
}


def waits_for_hand(refund: Refund) -> bool:
    """Whether somebody has to make the transfer, or hand the cash over."""
    return (
        refund.state == RefundState.SENT.value
        and refund.way in (Way.TRANSFER.value, Way.CASH.value)
        and refund.handed_over_at is None
    )


def waits_for_verdict(refund: Refund) -> bool:
    """Whether the provider does not tell, so that a person has to find out."""
    is_sent = refund.state == RefundState.SENT.value
    return is_sent and refund.needs_person and not refund.verdict and not is_stuck(refund)


def pill_of(refund: Refund) -> Pill:
    """The state; what a person has to do speaks over it."""
    if waits_for_verdict(refund) or is_stuck(refund):
        return NEEDS_PERSON
    return BY_HAND if waits_for_hand(refund) else STATES[RefundState(refund.state)]


def second_person(amount_vnd: int, alone_limit_vnd: int) -> str:
    """Why one person is not enough; empty when one is."""
    if not needs_two(amount_vnd, alone_limit_vnd):
        return ""
    if not alone_limit_vnd:
        return _("Cần người thứ hai duyệt: trường chưa cho một người tự trả lại tiền.")
    return _("Cần người thứ hai duyệt vì trên %(limit)s.") % {"limit": money.dong(alone_limit_vnd)}


def what_next(refund: Refund) -> str:
    """One sentence: what happens now, and by whom."""
    state, way = RefundState(refund.state), Way(refund.way)
    if state is RefundState.ASKED:
        return second_person(refund.amount_vnd, refund.alone_limit_vnd) or _(
            "Người nộp đề nghị; một người của trường duyệt là trả."
        )
    if is_stuck(refund):
        return _(
            "Sổ không nhận khoản này. Báo người quản trị hệ thống, sửa xong thì thử lại; "
            "đừng trả bằng cách khác."
        )
    if state is RefundState.SENT and way is Way.PROVIDER and refund.sent_at is None:
        return _("Chưa tới được nhà cung cấp. Hệ thống tự gửi lại; chưa có tiền nào đi đâu.")
    if waits_for_verdict(refund):
        return _("Nhà cung cấp không cho biết đã trả lại chưa. Hỏi họ, rồi ghi kết luận ở đây.")
    if waits_for_hand(refund):
        return (
            _("Trao tiền mặt, lấy chữ ký trên phiếu, rồi ghi số phiếu.")
            if way is Way.CASH
            else _("Chuyển khoản cho người nhận, rồi ghi số ủy nhiệm chi.")
        )
    return {
        RefundState.APPROVED: _("Máy chủ đang bắt đầu, thường một hai giây."),
        RefundState.SENT: _("Đã gửi đi. Hệ thống tự hỏi lại cho đến khi biết chắc."),
        RefundState.REFUNDED: _("Tiền đã rời trường."),
        RefundState.FAILED: _("Tiền vẫn ở trường: gạch nợ lại, hoặc ghi có cho gia đình."),
        RefundState.REVERSED: _("Tiền đã bị thu lại; gia đình phải nộp lại số tiền này."),
        RefundState.WITHDRAWN: _("Không có tiền nào đi đâu."),
    }[state]


def why_failed(refund: Refund) -> str:
    """What the provider said, or what came between."""
    if refund.note == "too_much":
        return _("Số tiền này không còn đủ ở khoản đã nộp.")
    return " · ".join(one for one in (refund.status, note_words(refund.note)) if one)
