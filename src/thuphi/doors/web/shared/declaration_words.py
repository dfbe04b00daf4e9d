"""What pages and workbooks call what a facility declares: items, units, groups, states, rules."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thuphi.ground.kit import money
from thuphi.ground.kit.fold import search_key
from thuphi.money.payments.rules import Method
from thuphi.oversight.declarations.rules import Item, State, Unit, day_of, day_value
from thuphi.registers.facilities.models import Level

from . import declaration_cells as cells
from .methods_words import Pill, Words


class Section(enum.Enum):
    """The parts of a declaration, in the order of the form."""

    MONEY = "tien-vao"
    FEES = "phi"
    READY = "san-sang"
    TEACHING = "day-hoc"
    RECORDS = "benh-an"


@dataclass(frozen=True, slots=True)
class Said:
    """How an item is called: in the form, as the head of a column, and what a hint says."""

    section: Section
    label: Words
    head: Words
    hint: Words = ""


SECTIONS: dict[Section, Words] = {
    Section.MONEY: _("Tiền vào trong tháng"),
    Section.FEES: _("Học phí, viện phí"),
    Section.READY: _("Mức sẵn sàng"),
    Section.TEACHING: _("Dạy học trực tuyến"),
    Section.RECORDS: _("Bệnh án điện tử, khám chữa bệnh từ xa"),
}

METHODS: dict[Method, Words] = {
    Method.QR: _("Chuyển khoản, mã VietQR"),
    Method.WEB: _("Cổng thanh toán trên web"),
    Method.MOBILE_MONEY: _("Mobile Money"),
    Method.CARD: _("Thẻ tại máy POS"),
    Method.CASH: _("Tiền mặt"),
}

LESSONS_OF: dict[Level, Words] = {
    Level.PRIMARY: _("Cấp tiểu học"),
    Level.LOWER_SECONDARY: _("Cấp trung học cơ sở"),
    Level.UPPER_SECONDARY: _("Cấp trung học phổ thông"),
}

_COUNT, _VALUE = _("Số giao dịch"), _("Số tiền (đồng)")
_ALL_LESSONS = _("Tổng số tiết theo chương trình")
_ONLINE_LESSONS = _("Số tiết dạy trực tuyến")

SAID: dict[Item, Said] = {
    Item.QR_COUNT: Said(Section.MONEY, _COUNT, _("VietQR: số giao dịch")),
    Item.QR_VND: Said(Section.MONEY, _VALUE, _("VietQR: số tiền")),
    Item.WEB_COUNT: Said(Section.MONEY, _COUNT, _("Cổng web: số giao dịch")),
    Item.WEB_VND: Said(Section.MONEY, _VALUE, _("Cổng web: số tiền")),
    Item.MOBILE_MONEY_COUNT: Said(Section.MONEY, _COUNT, _("Mobile Money: số giao dịch")),
    Item.MOBILE_MONEY_VND: Said(Section.MONEY, _VALUE, _("Mobile Money: số tiền")),
    Item.CARD_COUNT: Said(Section.MONEY, _COUNT, _("Thẻ: số giao dịch")),
    Item.CARD_VND: Said(Section.MONEY, _VALUE, _("Thẻ: số tiền")),
    Item.CASH_COUNT: Said(Section.MONEY, _COUNT, _("Tiền mặt: số giao dịch")),
    Item.CASH_VND: Said(Section.MONEY, _VALUE, _("Tiền mặt: số tiền")),
    Item.HOSPITAL_FEE_DUE_VND: Said(
        Section.FEES,
        _("Viện phí phải thu"),
        _("Viện phí phải thu"),
        _("Phần người bệnh phải trả trong tháng, không tính phần bảo hiểm trả."),
    ),
    Item.HOSPITAL_FEE_CASHLESS_VND: Said(
        Section.FEES,
        _("Trong đó trả không dùng tiền mặt"),
        _("Viện phí không tiền mặt"),
    ),
    Item.TUITION_COLLECTED_VND: Said(
        Section.FEES,
        _("Học phí đã thu"),
        _("Học phí đã thu"),
        _("Cả tiền mặt; không tính tiền ăn, bán trú, bảo hiểm."),
    ),
    Item.TUITION_CASHLESS_VND: Said(
        Section.FEES,
        _("Trong đó thu không dùng tiền mặt"),
        _("Học phí không tiền mặt"),
    ),
    Item.EQUIPPED_ON: Said(
        Section.READY,
        _("Ngày trang bị xong"),
        _("Ngày trang bị xong"),
        _("Ngày có đủ thiết bị, phần mềm để thu không dùng tiền mặt. Chưa có thì để trống."),
    ),
    Item.ACCEPTS_ON: Said(
        Section.READY,
        _("Ngày bắt đầu nhận"),
        _("Ngày bắt đầu nhận không tiền mặt"),
        _("Ngày người nộp bắt đầu trả được không dùng tiền mặt."),
    ),
    Item.PORTAL_TUITION: Said(
        Section.READY,
        _("Thu học phí qua Cổng Dịch vụ công quốc gia"),
        _("Học phí qua Cổng DVCQG"),
    ),
    Item.PORTAL_TUITION_ON: Said(
        Section.READY,
        _("Thu qua Cổng từ ngày"),
        _("Thu qua Cổng từ ngày"),
    ),
    Item.ONLINE_TEACHING: Said(
        Section.TEACHING,
        _("Trong tháng có dạy học trực tuyến"),
        _("Có dạy học trực tuyến"),
    ),
    Item.LESSONS_TOTAL_PRIMARY: Said(Section.TEACHING, _ALL_LESSONS, _("Tiểu học: tổng số tiết")),
    Item.LESSONS_ONLINE_PRIMARY: Said(
        Section.TEACHING, _ONLINE_LESSONS, _("Tiểu học: tiết trực tuyến")
    ),
    Item.LESSONS_TOTAL_LOWER_SECONDARY: Said(
        Section.TEACHING, _ALL_LESSONS, _("THCS: tổng số tiết")
    ),
    Item.LESSONS_ONLINE_LOWER_SECONDARY: Said(
        Section.TEACHING, _ONLINE_LESSONS, _("THCS: tiết trực tuyến")
    ),
    Item.LESSONS_TOTAL_UPPER_SECONDARY: Said(
        Section.TEACHING, _ALL_LESSONS, _("THPT: tổng số tiết")
    ),
    Item.LESSONS_ONLINE_UPPER_SECONDARY: Said(
        Section.TEACHING, _ONLINE_LESSONS, _("THPT: tiết trực tuyến")
    ),
    Item.ONLINE_HOMEWORK: Said(
        Section.TEACHING, _("Giao bài tập về nhà qua mạng"), _("Giao bài tập qua mạng")
    ),
    Item.DIGITISED_MATERIALS: Said(
        Section.TEACHING, _("Số tài liệu, giáo trình đã số hóa"), _("Tài liệu đã số hóa")
    ),
    Item.PUPILS: Said(Section.TEACHING, _("Số học sinh"), _("Số học sinh")),
    Item.PUPILS_WITH_E_TRANSCRIPT: Said(
        Section.TEACHING, _("Trong đó đã có học bạ điện tử"), _("Học sinh có học bạ điện tử")
    ),
    Item.EMR_STATE: Said(Section.RECORDS, _("Bệnh án đang ở mức"), _("Mức bệnh án")),
    Item.EMR_PAPERLESS_ON: Said(
        Section.RECORDS,
        _("Bỏ bệnh án giấy từ ngày"),
        _("Bỏ bệnh án giấy từ ngày"),
        _("Ngày ghi trong công bố dùng bệnh án điện tử thay bệnh án giấy."),
    ),
    Item.TELEHEALTH_SESSIONS: Said(
        Section.RECORDS, _("Số lượt khám, tư vấn từ xa"), _("Lượt khám từ xa")
    ),
}

RECORDS: dict[int, Words] = {
    0: _("Bệnh án giấy"),
    1: _("Điện tử một phần"),
    2: _("Không dùng bệnh án giấy"),
}

YES, NO = _("Có"), _("Không")

STATES: dict[State, Pill] = {
    State.DRAFT: Pill(_("Đang lập"), "ring", ""),
    State.SUBMITTED: Pill(_("Đã gửi, chờ xác minh"), "clock", "info"),
    State.RETURNED: Pill(_("Bị trả lại"), "back", "bad"),
    State.VERIFIED: Pill(_("Đã xác minh"), "half", "info"),
    State.APPROVED: Pill(_("Đã duyệt"), "tick", "good"),
}


def head(item: Item) -> str:
    """The head of an item's column."""
    return str(SAID[item].head)


def full(item: Item) -> str:
    """The item where nothing around says which way of paying or level is meant."""
    said = SAID[item]
    is_paired = said.section is Section.MONEY or item.unit is Unit.LESSONS
    return str(said.head if is_paired else said.label)


def how(item: Item) -> str:
    """How a cell is to be filled in."""
    match item.unit:
        case Unit.COUNT | Unit.LESSONS:
            return gettext("số")
        case Unit.VND:
            return gettext("đồng")
        case Unit.YES_NO:
            return gettext("Có hoặc Không")
        case Unit.DAY:
            return gettext("ngày/tháng/năm")
        case Unit.RECORDS:
            return gettext("0, 1 hoặc 2")
        case _:
            assert_never(item.unit)


def told(item: Item, value: int | None) -> str:
    """A value as pages write it; a dash where nothing is declared."""
    if value is None:
        return "—"
    match item.unit:
        case Unit.COUNT | Unit.LESSONS:
            return f"{value:,}".replace(",", ".")
        case Unit.VND:
            return money.dong(value)
        case Unit.YES_NO:
            return str(YES if value else NO)
        case Unit.DAY:
            found = day_of(value)
            return f"{found:%d/%m/%Y}" if found else str(value)
        case Unit.RECORDS:
            return str(RECORDS.get(value, value))
        case _:
            assert_never(item.unit)


def as_cell(item: Item, value: int | None) -> int | date | str | None:
    """A value as a workbook's cell takes it."""
    if value is None:
        return None
    match item.unit:
        case Unit.COUNT | Unit.LESSONS | Unit.VND | Unit.RECORDS:
            return value
        case Unit.YES_NO:
            return str(YES if value else NO)
        case Unit.DAY:
            return day_of(value)
        case _:
            assert_never(item.unit)


def _read_day(written: object) -> int | None:
    found = cells.day(written)
    return None if found is None else day_value(found)


def _read_records(written: object) -> int | None:
    if isinstance(written, str):
        key = search_key(written).strip()
        for level, words in RECORDS.items():
            if key == search_key(str(words)):
                return level
    number = cells.whole(written)
    if number is not None and number not in RECORDS:
        raise cells.ValueUnreadable(
            gettext("“%(text)s”: 0 là bệnh án giấy, 1 là một phần, 2 là không dùng giấy.")
            % {"text": cells.shown(written)}
        )
    return number


def reader(item: Item) -> Callable[[object], int | None]:
    """What reads a typed text or a cell as a value of this item."""
    match item.unit:
        case Unit.COUNT | Unit.LESSONS | Unit.VND:
            return cells.whole
        case Unit.YES_NO:
            return cells.yes_no
        case Unit.DAY:
            return _read_day
        case Unit.RECORDS:
            return _read_records
        case _:
            assert_never(item.unit)
