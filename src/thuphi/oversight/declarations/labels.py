"""What neighbour software is told of a declaration: items, and what each broken rule says.

Pages say it shorter and with the mend beside the field: `doors/web/shared/declaration_rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from thuphi.ground.kit.money import dong

from .rules import Fault, Item, Rule, Unit

ITEMS = {
    Item.QR_COUNT: "Số giao dịch qua mã QR",
    Item.QR_VND: "Giá trị giao dịch qua mã QR",
    Item.WEB_COUNT: "Số giao dịch qua cổng thanh toán, Internet Banking",
    Item.WEB_VND: "Giá trị giao dịch qua cổng thanh toán, Internet Banking",
    Item.MOBILE_MONEY_COUNT: "Số giao dịch Mobile Money",
    Item.MOBILE_MONEY_VND: "Giá trị giao dịch Mobile Money",
    Item.CARD_COUNT: "Số giao dịch thẻ qua POS",
    Item.CARD_VND: "Giá trị giao dịch thẻ qua POS",
    Item.CASH_COUNT: "Số giao dịch tiền mặt",
    Item.CASH_VND: "Giá trị thu bằng tiền mặt",
    Item.HOSPITAL_FEE_DUE_VND: "Viện phí phải thu trong tháng",
    Item.HOSPITAL_FEE_CASHLESS_VND: "Viện phí thu không dùng tiền mặt",
    Item.TUITION_COLLECTED_VND: "Học phí đã thu trong tháng",
    Item.TUITION_CASHLESS_VND: "Học phí thu không dùng tiền mặt",
    Item.EQUIPPED_ON: "Ngày lắp đặt phương thức thanh toán không dùng tiền mặt",
    Item.ACCEPTS_ON: "Ngày bắt đầu chấp nhận thanh toán không dùng tiền mặt",
    Item.ONLINE_TEACHING: "Có triển khai dạy, học trực tuyến",
    Item.LESSONS_TOTAL_PRIMARY: "Tổng số tiết chương trình cấp tiểu học",
    Item.LESSONS_ONLINE_PRIMARY: "Số tiết dạy trực tuyến cấp tiểu học",
    Item.LESSONS_TOTAL_LOWER_SECONDARY: "Tổng số tiết chương trình cấp THCS",
    Item.LESSONS_ONLINE_LOWER_SECONDARY: "Số tiết dạy trực tuyến cấp THCS",
    Item.LESSONS_TOTAL_UPPER_SECONDARY: "Tổng số tiết chương trình cấp THPT",
    Item.LESSONS_ONLINE_UPPER_SECONDARY: "Số tiết dạy trực tuyến cấp THPT",
    Item.ONLINE_HOMEWORK: "Có giao bài tập, kiểm tra qua mạng",
    Item.DIGITISED_MATERIALS: "Số tài liệu, giáo trình đã số hóa",
    Item.PUPILS: "Số học sinh",
    Item.PUPILS_WITH_E_TRANSCRIPT: "Số học sinh có học bạ điện tử",
    Item.PORTAL_TUITION: "Thu học phí trực tuyến trên Cổng Dịch vụ công Quốc gia",
    Item.PORTAL_TUITION_ON: "Ngày bắt đầu thu học phí trên Cổng Dịch vụ công Quốc gia",
    Item.EMR_STATE: "Tiến độ bệnh án điện tử",
    Item.EMR_PAPERLESS_ON: "Ngày bỏ hồ sơ bệnh án giấy",
    Item.TELEHEALTH_SESSIONS: "Số lượt khám, chữa bệnh từ xa",
}

RULES = {
    Rule.VALUE_NOT_NEGATIVE: "“%(item)s” là %(value)s: không được âm.",
    Rule.VALUE_IN_ITS_RANGE: "“%(item)s” không nhận giá trị %(value)s: kiểm tra lại.",
    Rule.ITEM_IS_ASKED_FOR: "“%(item)s” không áp dụng cho loại cơ sở này: để trống.",
    Rule.MANDATORY_ITEM_IS_THERE: "“%(item)s” chưa khai: nếu không có thì ghi 0.",
    Rule.WHOLE_IS_THERE: "Đã khai “%(item)s” mà chưa khai “%(whole_item)s”.",
    Rule.HOSPITAL_FEE_CASHLESS_WITHIN_DUE: (
        "Viện phí thu không dùng tiền mặt (%(part)s) lớn hơn viện phí phải thu (%(whole)s):"
        " tỷ lệ vượt 100%%."
    ),
    Rule.TUITION_CASHLESS_WITHIN_COLLECTED: (
        "Học phí thu không dùng tiền mặt (%(part)s) lớn hơn học phí đã thu (%(whole)s):"
        " tỷ lệ vượt 100%%."
    ),
    Rule.LESSONS_ONLINE_WITHIN_TOTAL: (
        "“%(item)s” (%(part)s) lớn hơn “%(whole_item)s” (%(whole)s): tỷ lệ vượt 100%%."
    ),
    Rule.E_TRANSCRIPTS_WITHIN_PUPILS: (
        "Số học sinh có học bạ điện tử (%(part)s) lớn hơn số học sinh (%(whole)s):"
        " tỷ lệ vượt 100%%."
    ),
    Rule.FEE_CASHLESS_WITHIN_CASHLESS: (
        "“%(item)s” (%(part)s) lớn hơn tổng giá trị bốn phương thức không dùng tiền mặt"
        " (%(whole)s)."
    ),
    Rule.NO_VALUE_WITHOUT_COUNT: "“%(item)s” là %(value_vnd)s nhưng số giao dịch là 0.",
    Rule.NO_COUNT_WITHOUT_VALUE: "“%(item)s” là %(count)s nhưng giá trị là 0.",
    Rule.AVERAGE_IS_PLAUSIBLE: (
        "“%(item)s”: %(value_vnd)s chia cho %(count)s giao dịch, trung bình nằm ngoài khoảng"
        " %(least_vnd)s đến %(most_vnd)s một giao dịch."
    ),
    Rule.MONTH_HAS_BEGUN: "Tháng %(month)s chưa đến: chưa thể khai.",
    Rule.MONTH_IS_OVER: "Tháng %(month)s chưa kết thúc: số liệu có thể chưa đủ.",
    Rule.FACILITY_STOOD_IN_MONTH: "Trong tháng %(month)s cơ sở chưa thành lập hoặc đã giải thể.",
    Rule.DAY_IS_NOT_AHEAD: "“%(item)s” là %(day)s: ngày này chưa đến.",
    Rule.ACCEPTS_AFTER_EQUIPPED: (
        "Ngày chấp nhận thanh toán (%(accepts)s) trước ngày lắp đặt (%(equipped)s)."
    ),
    Rule.USED_IS_EQUIPPED: (
        "Có %(count)s giao dịch không dùng tiền mặt nhưng chưa khai ngày lắp đặt phương thức."
    ),
    Rule.USED_IS_ACCEPTED: (
        "Có %(count)s giao dịch không dùng tiền mặt nhưng chưa khai ngày bắt đầu chấp nhận."
    ),
    Rule.NEAR_ITS_OWN_HISTORY: (
        "“%(item)s” là %(value)s, khác xa mức thường gặp %(usual)s của %(months)s tháng đã khai."
    ),
    Rule.NOT_BELOW_BOOKED: (
        "Khai %(count)s giao dịch, %(value_vnd)s, thấp hơn số đã ghi sổ:"
        " %(booked_count)s giao dịch, %(booked_vnd)s."
    ),
    Rule.NOT_FAR_ABOVE_BOOKED: (
        "Khai %(value_vnd)s, cao hơn số đã ghi sổ (%(booked_vnd)s) quá %(percent)s%%."
    ),
}


def sentence(fault: Fault) -> str:
    """What is wrong, with the figures, for a person to mend or explain."""
    return RULES[fault.rule] % facts_said(fault.facts, fault.item, ITEMS.__getitem__)


def facts_said(
    facts: Mapping[str, int | str], item: Item | None, name_of: Callable[[Item], str]
) -> dict[str, str]:
    """The facts of a fault as people read them; `name_of` says what an item is called there."""
    said = {name: _said(name, fact, item, name_of) for name, fact in facts.items()}
    return said if item is None else {**said, "item": name_of(item)}


def _said(name: str, fact: int | str, item: Item | None, name_of: Callable[[Item], str]) -> str:
    if isinstance(fact, str):
        return name_of(Item(fact)) if name == "whole_item" else fact
    of_item = name in {"value", "usual", "part", "whole"}
    if name.endswith("_vnd") or (of_item and item is not None and item.unit is Unit.VND):
        return dong(fact)
    return f"{fact:,}".replace(",", ".")
