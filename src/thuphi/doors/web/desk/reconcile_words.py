"""What the desk calls reconciliation: the four states, outcomes, deeds, reasons, what was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.money.reconciliation.rules import Confirmed, Deed, How, MatchKind, Outcome
from thuphi.registers.methods.labels import NAMES

from .words import Words

CONFIRMED: Mapping[Confirmed, Pill] = {
    Confirmed.NOT_RECEIVED: Pill(gettext_lazy("Chưa nhận tiền, đã xác nhận"), "clock", "info"),
    Confirmed.NOT_CONFIRMED: Pill(gettext_lazy("Đã nhận tiền, chưa xác nhận"), "late", "warn"),
    Confirmed.BY_PERSON: Pill(gettext_lazy("Đã xác nhận (thủ công)"), "tick", "good"),
    Confirmed.BY_ITSELF: Pill(gettext_lazy("Đã xác nhận (tự động)"), "tick", "good"),
}
CONFIRMED_MEANS: Mapping[Confirmed, Words] = {
    Confirmed.NOT_RECEIVED: gettext_lazy("Đã gạch nợ cho gia đình, sao kê chưa có dòng tiền."),
    Confirmed.NOT_CONFIRMED: gettext_lazy("Tiền đã vào tài khoản, chưa gạch cho khoản thu nào."),
    Confirmed.BY_PERSON: gettext_lazy("Có người xem rồi xác nhận."),
    Confirmed.BY_ITSELF: gettext_lazy("Sao kê khớp với khoản thu, không cần ai xem."),
}

OUTCOMES: Mapping[Outcome, Pill] = {
    Outcome.WAITING: Pill(gettext_lazy("Đang khớp"), "clock", "info"),
    Outcome.MATCHED: Pill(gettext_lazy("Khớp"), "tick", "good"),
    Outcome.MATCHED_OTHER_DAY: Pill(gettext_lazy("Khớp, khác ngày"), "tick", "good"),
    Outcome.ONLY_OURS: Pill(gettext_lazy("Chỉ có bên trường"), "half", "info"),
    Outcome.ONLY_THEIRS: Pill(gettext_lazy("Chỉ có ở ngân hàng"), "late", "warn"),
    Outcome.AMOUNT_DIFFERS: Pill(gettext_lazy("Lệch số tiền"), "late", "warn"),
    Outcome.DUPLICATE: Pill(gettext_lazy("Trùng"), "dash", ""),
    Outcome.REVERSED: Pill(gettext_lazy("Bị thu lại"), "back", "bad"),
    Outcome.TO_LOOK_AT: Pill(gettext_lazy("Cần người xem"), "late", "warn"),
    Outcome.NOT_OURS: Pill(gettext_lazy("Không phải tiền thu"), "dash", ""),
}
OUTCOMES_MEAN: Mapping[Outcome, Words] = {
    Outcome.WAITING: gettext_lazy("Vừa nhận, máy đang tìm khoản thu; tải lại sau ít giây."),
    Outcome.MATCHED: gettext_lazy("Có ở cả hai bên, cùng ngày."),
    Outcome.MATCHED_OTHER_DAY: gettext_lazy("Có ở cả hai bên, tiền về ngày khác ngày nộp."),
    Outcome.ONLY_OURS: gettext_lazy("Trường đã ghi thu, sao kê chưa có dòng nào."),
    Outcome.ONLY_THEIRS: gettext_lazy("Tiền vào tài khoản, chưa biết của ai."),
    Outcome.AMOUNT_DIFFERS: gettext_lazy("Biết của ai, nhưng số tiền không khớp."),
    Outcome.DUPLICATE: gettext_lazy("Cùng một khoản tiền được báo hai lần."),
    Outcome.REVERSED: gettext_lazy("Ngân hàng đã thu lại khoản tiền này."),
    Outcome.TO_LOOK_AT: gettext_lazy("Có dấu hiệu nhưng chưa đủ chắc; người quyết định."),
    Outcome.NOT_OURS: gettext_lazy("Có người đã xem: không thuộc khoản thu nào."),
}

DEEDS: Mapping[Deed, Words] = {
    Deed.ASSIGN: gettext_lazy("Gạch vào khoản thu"),
    Deed.SPLIT: gettext_lazy("Chia cho nhiều khoản thu"),
    Deed.CREDIT: gettext_lazy("Ghi vào số dư"),
    Deed.REFUND: gettext_lazy("Hoàn trả"),
    Deed.NOT_OURS: gettext_lazy("Không phải tiền thu"),
    Deed.NOTE: gettext_lazy("Ghi chú"),
    Deed.PAIR: gettext_lazy("Ghép với khoản đã ghi"),
    Deed.UNDO: gettext_lazy("Hủy xác nhận thu"),
    Deed.EXPLAIN: gettext_lazy("Giải thích"),
}

MATCHED_WITH: Mapping[MatchKind, Words] = {
    MatchKind.PAYMENT: gettext_lazy("Khoản tiền vào"),
    MatchKind.SETTLEMENT: gettext_lazy("Quyết toán của cổng"),
    MatchKind.DEPOSIT: gettext_lazy("Nộp tiền mặt vào ngân hàng"),
    MatchKind.REFUND: gettext_lazy("Trả lại tiền"),
    MatchKind.PAYOUT: gettext_lazy("Chi trả"),
    MatchKind.REVERSAL: gettext_lazy("Dòng bị thu lại"),
}
EVIDENCE: Mapping[How, Words] = {
    How.BOOKED: gettext_lazy("gạch từ sao kê"),
    How.REFERENCE: gettext_lazy("cùng mã giao dịch ngân hàng"),
    How.CODE: gettext_lazy("mã khoản thu trong nội dung"),
    How.DOCUMENT: gettext_lazy("số chứng từ trong nội dung"),
    How.SETTLEMENT: gettext_lazy("khớp số quyết toán của cổng"),
    How.VIRTUAL_ACCOUNT: gettext_lazy("tài khoản định danh"),
    How.ONLY_ONE: gettext_lazy("số tiền và thời gian chỉ khớp một khoản"),
    How.PERSON: gettext_lazy("người xác nhận"),
}

REASONS: Mapping[str, Words] = {
    "amount": gettext_lazy("số tiền khớp"),
    "beneficiary": gettext_lazy("tên học sinh"),
    "beneficiary_like": gettext_lazy("gần giống tên học sinh"),
    "payer": gettext_lazy("người chuyển là người nộp"),
    "payer_like": gettext_lazy("gần giống tên người nộp"),
    "class": gettext_lazy("lớp"),
    "phone": gettext_lazy("số điện thoại"),
    "code": gettext_lazy("mã khoản thu"),
    "codes_together": gettext_lazy("nhiều mã, cộng lại đúng số tiền"),
    "code_healed": gettext_lazy("mã sửa được"),
    "code_near": gettext_lazy("mã gần giống"),
    "code_cut": gettext_lazy("mã bị cắt cuối"),
    "code_two_wrong": gettext_lazy("mã sai 2 ký tự"),
    "named": gettext_lazy("cùng mã, khác số tiền"),
    "account": gettext_lazy("cùng tài khoản"),
    "day": gettext_lazy("cùng ngày"),
}
TRIED: Mapping[str, Words] = {
    "reference": gettext_lazy("Tìm theo mã giao dịch ngân hàng"),
    "code": gettext_lazy("Tìm mã khoản thu trong nội dung"),
    "names": gettext_lazy("So tên, lớp, điện thoại, số tiền"),
    "refund": gettext_lazy("Tìm trong các khoản trả lại tiền"),
    "payout": gettext_lazy("Tìm trong các khoản chi trả"),
    "deposit": gettext_lazy("Tìm trong các lần nộp tiền mặt"),
    "reversal": gettext_lazy("Tìm dòng bị thu lại"),
}
WHY_NOT: Mapping[str, Words] = {
    "none": gettext_lazy("không thấy"),
    "several": gettext_lazy("nhiều khoản cùng khớp, không tự chọn"),
    "amount": gettext_lazy("thấy, nhưng số tiền không khớp"),
    "paid_already": gettext_lazy("thấy, nhưng khoản thu đã thu đủ bằng tiền khác"),
    "cancelled": gettext_lazy("khoản thu đã hủy"),
    "suggested": gettext_lazy("chỉ có dấu hiệu, chưa đủ chắc để tự gạch"),
    "not_done": gettext_lazy("thấy, nhưng chưa ghi là đã chuyển"),
    "booked": gettext_lazy("thấy, nhưng tiền đã gạch; người quyết định"),
}

FIELDS: Mapping[str, Words] = {
    "text": gettext_lazy("Nội dung"),
    "payer": gettext_lazy("Người chuyển"),
    "account": gettext_lazy("Tài khoản của trường"),
    "reference": gettext_lazy("Mã giao dịch"),
    "end_to_end": gettext_lazy("Mã đầu cuối"),
    "virtual_account": gettext_lazy("Tài khoản định danh"),
    "booked": gettext_lazy("Ngày ghi có"),
    "value": gettext_lazy("Ngày hiệu lực"),
    "heard": gettext_lazy("Nhận tin lúc"),
    "channel": gettext_lazy("Kênh"),
}

UNDO_REASONS: Sequence[Words] = (
    gettext_lazy("Gạch nhầm học sinh"),
    gettext_lazy("Gạch nhầm khoản thu"),
    gettext_lazy("Tiền chưa thật về tài khoản"),
    gettext_lazy("Gia đình báo chuyển nhầm"),
)
NOT_OURS_REASONS: Sequence[Words] = (
    gettext_lazy("Ngân sách cấp"),
    gettext_lazy("Lãi tiền gửi"),
    gettext_lazy("Chuyển giữa các tài khoản của trường"),
    gettext_lazy("Tiền của đơn vị khác"),
)
EXPLAIN_REASONS: Sequence[Words] = (
    gettext_lazy("Cổng chưa tới ngày quyết toán"),
    gettext_lazy("Đã hỏi cổng, chờ trả lời"),
    gettext_lazy("Tiền nằm ở sao kê chưa nhập"),
)
REFUND_REASONS: Sequence[Words] = (
    gettext_lazy("Chuyển nhầm trường"),
    gettext_lazy("Chuyển hai lần"),
    gettext_lazy("Người chuyển xin lại"),
)

OTHER_CHANNELS: Mapping[str, Words] = {
    "": gettext_lazy("Chưa gạch khoản nào"),
    "statement": gettext_lazy("Gạch từ sao kê"),
    "cash": gettext_lazy("Nộp tiền mặt vào ngân hàng"),
    "portal": gettext_lazy("Cổng dịch vụ công"),
    "gsma": gettext_lazy("Mobile Money"),
    "viettel": gettext_lazy("Mobile Money"),
    "nexo": gettext_lazy("Thẻ tại máy POS"),
}


def channel(name: str) -> Words:
    """What people call a way by which money came; an unknown one keeps its own name."""
    return OTHER_CHANNELS.get(name) or NAMES.get(name, name)


def reason(key: str) -> Words:
    """What speaks for a proposal; a word we do not have is shown as it is."""
    return REASONS.get(key, key.replace("_", " "))


def said_of(words: Mapping[str, Words], key: object) -> str:
    """A word for something a room wrote down; what we have no word for is shown as it is."""
    plain = str(key.value) if isinstance(key, Enum) else str(key)
    return str(words.get(plain, plain.replace("_", " ")))
