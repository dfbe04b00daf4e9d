"""What the desk calls ways, states and troubles of letters, and levels of reminders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuphi.ground.notices.rules import LetterState, Trouble, Way
from thuphi.money.reminders.reach import Why
from thuphi.money.reminders.rules import Level

from .words import FindingPill, Words

WAYS: dict[Way, Words] = {
    Way.ZALO: _("Zalo"),
    Way.SMS: _("Tin nhắn SMS"),
    Way.MAIL: _("Thư điện tử"),
}

STATES: dict[LetterState, FindingPill] = {
    LetterState.WAITING: FindingPill(_("Chờ gửi"), "clock", "info"),
    LetterState.SENT: FindingPill(_("Đã gửi"), "half", "info"),
    LetterState.DELIVERED: FindingPill(_("Đã đến máy"), "tick", "good"),
    LetterState.FAILED: FindingPill(_("Không đến"), "cross", "bad"),
    LetterState.STOPPED: FindingPill(_("Đã dừng"), "dash", ""),
}
WHY_STOPPED: Words = _("tiền đã đến, số tiền đã đổi, hoặc đã quá giờ")

TROUBLES: dict[Trouble, Words] = {
    Trouble.WRONG_ADDRESS: _("Số hoặc địa chỉ này không có người dùng"),
    Trouble.NO_ACCOUNT: _("Số này không dùng Zalo hoặc không nhận tin"),
    Trouble.REFUSED: _("Nhà cung cấp không nhận nội dung này"),
    Trouble.OUT_OF_CREDIT: _("Hết tiền ở nhà cung cấp: nạp thêm, tin sẽ tự đi"),
    Trouble.UNREACHABLE: _("Nhà cung cấp không trả lời, đang thử lại"),
    Trouble.NOT_DELIVERED: _("Máy tắt lâu ngày hoặc hộp thư đầy"),
}

LEVELS: dict[Level, Words] = {
    Level.NOTICE: _("Thông báo khoản thu"),
    Level.BEFORE: _("Trước hạn"),
    Level.DUE: _("Ngày đến hạn"),
    Level.AFTER: _("Quá hạn"),
    Level.LAST: _("Nhắc cuối, mời gọi để thu xếp"),
}

WHY_UNREACHED: dict[Why, Words] = {
    Why.NO_ADDRESS: _("chưa có số di động hoặc thư điện tử"),
    Why.WRONG_ADDRESS: _("số đang có bị sai"),
}
