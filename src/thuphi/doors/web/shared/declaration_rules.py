"""What pages say when a declaration breaks a rule: the rule's name, what is wrong, the mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from thuphi.oversight.declarations.labels import facts_said
from thuphi.oversight.declarations.rules import Fault, Item, Rule, Severity, Unit

from . import declaration_words as words
from .methods_words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """A broken rule as people read it. `key` is the name under which it may be explained."""

    key: str
    rule: Rule
    name: Words
    sentence: str
    item: Item | None
    is_refusal: bool


NAMES: dict[Rule, Words] = {
    Rule.VALUE_NOT_NEGATIVE: _("Số không âm"),
    Rule.VALUE_IN_ITS_RANGE: _("Số trong khoảng cho phép"),
    Rule.ITEM_IS_ASKED_FOR: _("Chỉ khai mục của loại cơ sở"),
    Rule.MANDATORY_ITEM_IS_THERE: _("Mục bắt buộc"),
    Rule.WHOLE_IS_THERE: _("Khai cả phần và tổng"),
    Rule.HOSPITAL_FEE_CASHLESS_WITHIN_DUE: _("Phần không quá tổng"),
    Rule.TUITION_CASHLESS_WITHIN_COLLECTED: _("Phần không quá tổng"),
    Rule.LESSONS_ONLINE_WITHIN_TOTAL: _("Phần không quá tổng"),
    Rule.E_TRANSCRIPTS_WITHIN_PUPILS: _("Phần không quá tổng"),
    Rule.FEE_CASHLESS_WITHIN_CASHLESS: _("Phí khớp tiền vào"),
    Rule.NO_VALUE_WITHOUT_COUNT: _("Có tiền thì có giao dịch"),
    Rule.NO_COUNT_WITHOUT_VALUE: _("Có giao dịch thì có tiền"),
    Rule.AVERAGE_IS_PLAUSIBLE: _("Trung bình một giao dịch hợp lý"),
    Rule.MONTH_HAS_BEGUN: _("Tháng đã đến"),
    Rule.MONTH_IS_OVER: _("Tháng đã hết"),
    Rule.FACILITY_STOOD_IN_MONTH: _("Cơ sở hoạt động trong tháng"),
    Rule.DAY_IS_NOT_AHEAD: _("Ngày đã đến"),
    Rule.ACCEPTS_AFTER_EQUIPPED: _("Trang bị trước, nhận sau"),
    Rule.USED_IS_EQUIPPED: _("Có thu thì đã trang bị"),
    Rule.USED_IS_ACCEPTED: _("Có thu thì đã nhận"),
    Rule.NEAR_ITS_OWN_HISTORY: _("Gần mức các tháng trước"),
    Rule.NOT_BELOW_BOOKED: _("Không thấp hơn số đã ghi sổ"),
    Rule.NOT_FAR_ABOVE_BOOKED: _("Không vượt xa số đã ghi sổ"),
}

SENTENCES: dict[Rule, Words] = {
    Rule.VALUE_NOT_NEGATIVE: _("“%(item)s” là %(value)s: số không được âm."),
    Rule.VALUE_IN_ITS_RANGE: _("“%(item)s” không nhận giá trị %(value)s: gõ lại."),
    Rule.ITEM_IS_ASKED_FOR: _("“%(item)s” không áp dụng cho loại cơ sở này: để trống."),
    Rule.MANDATORY_ITEM_IS_THERE: _("Chưa khai “%(item)s”. Không phát sinh thì ghi 0."),
    Rule.WHOLE_IS_THERE: _("Đã khai “%(item)s” mà chưa khai “%(whole_item)s”: khai cả hai."),
    Rule.HOSPITAL_FEE_CASHLESS_WITHIN_DUE: _(
        "Viện phí không tiền mặt (%(part)s) lớn hơn viện phí phải thu (%(whole)s): xem lại hai số."
    ),
    Rule.TUITION_CASHLESS_WITHIN_COLLECTED: _(
        "Học phí không tiền mặt (%(part)s) lớn hơn học phí đã thu (%(whole)s): xem lại hai số."
    ),
    Rule.LESSONS_ONLINE_WITHIN_TOTAL: _(
        "“%(item)s” (%(part)s) lớn hơn “%(whole_item)s” (%(whole)s): xem lại hai số."
    ),
    Rule.E_TRANSCRIPTS_WITHIN_PUPILS: _(
        "Số học sinh có học bạ điện tử (%(part)s) lớn hơn số học sinh (%(whole)s): xem lại hai số."
    ),
    Rule.FEE_CASHLESS_WITHIN_CASHLESS: _(
        "“%(item)s” (%(part)s) lớn hơn tổng bốn cách thu không tiền mặt (%(whole)s):"
        " sửa, hoặc giải thích."
    ),
    Rule.NO_VALUE_WITHOUT_COUNT: _(
        "“%(item)s” là %(value_vnd)s nhưng số giao dịch là 0: ghi số giao dịch."
    ),
    Rule.NO_COUNT_WITHOUT_VALUE: _("“%(item)s” là %(count)s nhưng số tiền là 0: ghi số tiền."),
    Rule.AVERAGE_IS_PLAUSIBLE: _(
        "“%(item)s”: %(value_vnd)s cho %(count)s giao dịch, trung bình ngoài khoảng %(least_vnd)s"
        " đến %(most_vnd)s một giao dịch: sửa, hoặc giải thích."
    ),
    Rule.MONTH_HAS_BEGUN: _("Tháng %(month)s chưa đến: chưa kê khai được."),
    Rule.MONTH_IS_OVER: _(
        "Tháng %(month)s chưa hết nên số có thể còn thiếu: để sau, hoặc giải thích."
    ),
    Rule.FACILITY_STOOD_IN_MONTH: _(
        "Tháng %(month)s cơ sở chưa thành lập hoặc đã thôi hoạt động: xem lại tháng."
    ),
    Rule.DAY_IS_NOT_AHEAD: _("“%(item)s” là %(day)s, ngày chưa đến: xem lại ngày."),
    Rule.ACCEPTS_AFTER_EQUIPPED: _(
        "Bắt đầu nhận ngày %(accepts)s, trước ngày trang bị xong %(equipped)s: xem lại hai ngày."
    ),
    Rule.USED_IS_EQUIPPED: _(
        "Có %(count)s giao dịch không tiền mặt mà chưa khai ngày trang bị xong: ghi ngày,"
        " hoặc giải thích."
    ),
    Rule.USED_IS_ACCEPTED: _(
        "Có %(count)s giao dịch không tiền mặt mà chưa khai ngày bắt đầu nhận: ghi ngày,"
        " hoặc giải thích."
    ),
    Rule.NEAR_ITS_OWN_HISTORY: _(
        "“%(item)s” là %(value)s, khác xa mức thường gặp %(usual)s của %(months)s tháng đã khai:"
        " sửa, hoặc giải thích."
    ),
    Rule.NOT_BELOW_BOOKED: _(
        "Khai %(count)s giao dịch, %(value_vnd)s, thấp hơn số đã ghi sổ ở đây:"
        " %(booked_count)s giao dịch, %(booked_vnd)s. Sửa ít nhất bằng số đã ghi sổ."
    ),
    Rule.NOT_FAR_ABOVE_BOOKED: _(
        "Khai %(value_vnd)s, hơn số đã ghi sổ ở đây (%(booked_vnd)s) trên %(percent)s phần trăm:"
        " sửa, hoặc giải thích."
    ),
}

NOT_ANSWERED: Words = _("Chưa trả lời “%(item)s”: chọn Có hoặc Không.")


def told(fault: Fault) -> Told:
    """A fault in words."""
    return Told(
        fault.key,
        fault.rule,
        NAMES[fault.rule],
        sentence(fault.rule, fault.item, fault.facts),
        fault.item,
        fault.severity is Severity.REFUSE,
    )


def sentence(rule: Rule, item: Item | None, facts: Mapping[str, int | str]) -> str:
    """What is wrong, with its figures, and how to mend it."""
    said = facts_said(facts, item, words.full)
    if rule is Rule.MANDATORY_ITEM_IS_THERE and item is not None and item.unit is Unit.YES_NO:
        return str(NOT_ANSWERED) % said
    return str(SENTENCES[rule]) % said
