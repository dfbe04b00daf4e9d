"""What the desk calls an attempt to pay: its state, its steps, why it came to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.channels.contract import Ability
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.attempts.models import Attempt, AttemptStep
from thuphi.money.attempts.rules import LIVE, AttemptState

from .words import Words

STATES: dict[AttemptState, Pill] = {
    AttemptState.CREATED: Pill(gettext_lazy("Đang gửi đi"), "ring", "info"),
    AttemptState.PENDING: Pill(gettext_lazy("Chờ người nộp"), "clock", "info"),
    AttemptState.UNKNOWN: Pill(gettext_lazy("Chưa rõ"), "late", "warn"),
    AttemptState.EXPIRED: Pill(gettext_lazy("Hết hạn"), "dash", ""),
    AttemptState.CANCELLED: Pill(gettext_lazy("Đã hủy"), "cross", ""),
    AttemptState.REFUSED: Pill(gettext_lazy("Không thành"), "cross", "bad"),
    AttemptState.CONFIRMED: Pill(gettext_lazy("Đã thu"), "tick", "good"),
}
NEEDS_PERSON = Pill(gettext_lazy("Cần người xem"), "late", "bad")

DEEDS: dict[str, Words] = {
    "begun": gettext_lazy("Bắt đầu"),
    "sent": gettext_lazy("Gửi yêu cầu đi"),
    "answered": gettext_lazy("Nhà cung cấp trả lời"),
    "heard": gettext_lazy("Nhà cung cấp báo"),
    "asked": gettext_lazy("Hệ thống hỏi lại"),
    "cancel_asked": gettext_lazy("Có người bấm hủy"),
    "accepted": gettext_lazy("Có người nhận số tiền lệch"),
    "given_up": gettext_lazy("Có người kết luận là không có tiền"),
}

OUTCOMES: dict[str, Pill] = {
    "confirmed": Pill(gettext_lazy("đã trả"), "tick", "good"),
    "refused": Pill(gettext_lazy("không thành"), "cross", "bad"),
    "pending": Pill(gettext_lazy("chưa xong"), "clock", "info"),
    "mismatch": Pill(gettext_lazy("không khớp"), "late", "bad"),
    "unknown": Pill(gettext_lazy("chưa rõ"), "late", "warn"),
}

NOTES: dict[str, Words] = {
    "timed_out": gettext_lazy("hết giờ chờ, không có trả lời"),
    "cut": gettext_lazy("đường truyền đứt giữa chừng"),
    "too_large": gettext_lazy("trả lời dài bất thường, không đọc"),
    "not_connected": gettext_lazy("không kết nối được, chưa gửi gì đi"),
    "not_resolved": gettext_lazy("không tìm thấy địa chỉ, chưa gửi gì đi"),
    "not_allowed": gettext_lazy("địa chỉ không được phép gọi, chưa gửi gì đi"),
    "no_tls": gettext_lazy("kết nối không an toàn, chưa gửi gì đi"),
    "down": gettext_lazy("đường tới nhà cung cấp đang hỏng, chưa gửi gì đi"),
    "busy": gettext_lazy("đường tới nhà cung cấp đang đầy, chưa gửi gì đi"),
    "unwritable": gettext_lazy("yêu cầu không gửi được"),
    "never_sent": gettext_lazy("hủy trước khi gửi đi"),
    "cannot_ask": gettext_lazy("nhà cung cấp này không cho hỏi lại"),
    "OrderRefused": gettext_lazy("yêu cầu thiếu hoặc sai khai báo, chưa gửi gì đi"),
    "CannotDo": gettext_lazy("nhà cung cấp này không làm được việc đó"),
    "NoAnswer": gettext_lazy("không có trả lời"),
    "NotSent": gettext_lazy("chưa gửi được"),
    "SignatureWrong": gettext_lazy("chữ ký trong trả lời không đúng, không tin"),
    "Malformed": gettext_lazy("trả lời không đọc được"),
    "signature": gettext_lazy("chữ ký trong trả lời không đúng, không tin"),
    "message": gettext_lazy("trả lời không đọc được"),
}
"""The short codes of steps; another one is shown as it is."""

NOT_SENT = frozenset(
    {"not_connected", "not_resolved", "not_allowed", "no_tls", "down", "busy", "unwritable"}
)

REASONS: dict[str, Words] = {
    "Failure/Refusal": gettext_lazy("Ngân hàng của thẻ từ chối."),
    "Failure/WrongPIN": gettext_lazy("Mã PIN sai."),
    "Failure/Cancel": gettext_lazy("Đã bấm hủy trên máy, hoặc hết giờ chờ thẻ."),
    "Failure/Aborted": gettext_lazy("Đã dừng theo yêu cầu của quầy."),
    "Failure/InvalidCard": gettext_lazy("Thẻ không hợp lệ hoặc không đọc được."),
    "Failure/PaymentRestriction": gettext_lazy("Thẻ này không dùng được cho loại khoản này."),
    "Failure/Busy": gettext_lazy("Máy POS đang bận với người khác."),
    "Failure/DeviceOut": gettext_lazy("Máy POS có bộ phận hỏng, ví dụ đầu đọc thẻ."),
    "Failure/LoggedOut": gettext_lazy("Máy POS chưa mở ca."),
    "Failure/MessageFormat": gettext_lazy("Máy POS không hiểu yêu cầu."),
    "Failure/NotAllowed": gettext_lazy("Máy POS không được phép làm việc này."),
    "Failure/UnavailableDevice": gettext_lazy("Máy POS chưa sẵn sàng."),
    "NotFound": gettext_lazy("Máy POS không hề nhận được yêu cầu."),
    "Failure/NotFound": gettext_lazy("Máy POS không hề nhận được yêu cầu."),
    "declined": gettext_lazy("Người nộp từ chối trên điện thoại."),
    "cancelled": gettext_lazy("Người nộp hủy trên điện thoại."),
    "expired": gettext_lazy("Người nộp không xác nhận kịp giờ."),
    "failed": gettext_lazy("Nhà mạng báo không trả được."),
    "insufficientfunds": gettext_lazy("Tài khoản Mobile Money không đủ tiền."),
    "lessthanbalance": gettext_lazy("Tài khoản Mobile Money không đủ tiền."),
    "payernotfound": gettext_lazy("Số điện thoại này chưa có tài khoản Mobile Money."),
    "identifiererror": gettext_lazy("Số điện thoại này chưa có tài khoản Mobile Money."),
    "recipientrejected": gettext_lazy("Người nộp từ chối trên điện thoại."),
    "debtorrejected": gettext_lazy("Người nộp từ chối trên điện thoại."),
    "transactionlimitexceeded": gettext_lazy("Vượt hạn mức của tài khoản Mobile Money."),
    "expiredtransaction": gettext_lazy("Người nộp không xác nhận kịp giờ."),
}
"""What a provider's word means to the person at the counter."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that happened to an attempt, as it is read aloud."""

    at: datetime
    clock: str
    """With seconds: steps of one payment lie close together."""
    what: Words
    outcome: Pill | None
    why: str
    status: str
    took_ms: int | None
    who: str
    waited: str
    """How long it was quiet before, where that was long."""


def pill_of(attempt: Attempt) -> Pill:
    """The state; that a person is needed speaks over it."""
    return NEEDS_PERSON if attempt.needs_person else STATES[AttemptState(attempt.state)]


def note_words(note: str) -> str:
    """A step's short code in words."""
    return str(NOTES.get(note, note))


def reason_of(attempt: Attempt, steps: list[AttemptStep]) -> str:
    """Why nothing was paid, in a sentence; what is not known is shown in the provider's word."""
    note = next((one.note for one in reversed(steps) if one.note), "")
    word = attempt.status.removesuffix("(new try is free)").strip()
    if any(one.deed == "given_up" for one in steps):
        return _("Một người đã kiểm tra và kết luận là không có tiền.")
    for known in (word, word.rpartition("/")[2].lower()):
        if known in REASONS:
            return str(REASONS[known])
    if word:
        return _("Nhà cung cấp báo: %(word)s.") % {"word": word}
    if note:
        said = note_words(note)
        return f"{said[:1].upper()}{said[1:]}."
    if attempt.state == AttemptState.EXPIRED.value:
        return _("Quá giờ mà không có ai trả.")
    return ""


def can_cancel(attempt: Attempt) -> bool:
    """Whether asking to cancel can still change anything."""
    if AttemptState(attempt.state) not in LIVE or attempt.cancel_asked_at is not None:
        return False
    connector = CONNECTORS.get(attempt.channel)
    return attempt.sent_at is None or (connector is not None and connector.CAN[Ability.CANCEL].can)


def long_wait(before: datetime, after: datetime) -> str:
    """`sau 5 phút`, or nothing for less than one."""
    minutes = int((after - before).total_seconds()) // 60
    if minutes < 1:
        return ""
    if minutes < 60:
        return _("sau %(n)s phút") % {"n": minutes}
    if minutes < 48 * 60:
        return _("sau %(n)s giờ") % {"n": minutes // 60}
    return _("sau %(n)s ngày") % {"n": minutes // (24 * 60)}


def step_rows(steps: list[AttemptStep], names: dict[int, str]) -> list[StepRow]:
    """The timeline, the earliest first."""
    waits = ["", *(long_wait(one.at, two.at) for one, two in pairwise(steps))]
    return [
        StepRow(
            at=one.at,
            clock=f"{one.at.astimezone(VIETNAM):%H:%M:%S}",
            what=DEEDS.get(one.deed, one.deed),
            outcome=OUTCOMES.get(one.outcome),
            why=note_words(one.note),
            status=one.status,
            took_ms=one.took_ms,
            who=names.get(one.user_id or 0, ""),
            waited=wait,
        )
        for one, wait in zip(steps, waits, strict=True)
    ]
