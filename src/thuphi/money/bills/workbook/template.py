"""Writing the workbook: empty for download, or filled with pupils and charges.

Every text goes in as text, also one that begins with = + - @, so that no cell of a list becomes a
formula in somebody's Excel. Columns of codes, phones and dates have the text format: leading zeros
stay, and 05/09 is not turned into the ninth of May by a foreign setting.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.kit.money import dong
from thuphi.registers.payers.actions import NewBeneficiary

from .cells import QUANTITY_MAX
from .columns import (
    AMOUNT_MARK,
    NOTE_MARK,
    OfferedItem,
    PupilColumn,
    Sheet,
    fee_head,
)
from .tables import PUPILS_MAX

WIDTHS = {
    PupilColumn.CODE: 16,
    PupilColumn.NAME: 28,
    PupilColumn.BORN_ON: 14,
    PupilColumn.CLASS: 10,
    PupilColumn.GRADE: 8,
    PupilColumn.PAYER: 28,
    PupilColumn.PHONE: 16,
    PupilColumn.EMAIL: 28,
}

EXAMPLE = ("Ví dụ: HS001", "Nguyễn Minh Anh", "05/09/2019", "2A", "2", "Nguyễn Văn Bình",
           "0912345678", "binh@example.com")  # fmt: skip

STEP = 1000
Progress = Callable[[int, int], None]
"""Told (rows written, rows there are)."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the workbook; `charges` say by pupil's code what each item's cell holds."""

    pupils: Sequence[NewBeneficiary] = ()
    charges: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class _Formats:
    head: object
    text: object
    count: object
    amount: object
    note: object
    title: object
    wrapped: object


def write_workbook(
    *,
    facility_name: str,
    school_year: str,
    items: Sequence[OfferedItem],
    filling: Filling | None = None,
    progress: Progress | None = None,
) -> bytes:
    """The workbook of a facility and school year as a file's bytes."""
    filled = filling or Filling()
    done = _Rows(len(filled.pupils) + len(filled.charges or {}), progress)
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        book.set_properties({"title": f"{facility_name} {school_year}", "author": "Thu Phí"})
        formats = _formats(book)
        _pupils(book.add_worksheet(Sheet.PUPILS.value), formats, filled.pupils, done)
        charges = book.add_worksheet(Sheet.CHARGES.value)
        _charges(charges, formats, items, filled.charges or {}, done)
        _help(book.add_worksheet(Sheet.HELP.value), formats, facility_name, school_year)
    return target.getvalue()


class _Rows:
    def __init__(self, expected: int, progress: Progress | None) -> None:
        self.expected = expected
        self.progress = progress
        self.done = 0

    def one_more(self) -> None:
        self.done += 1
        if self.progress and (self.done % STEP == 0 or self.done == self.expected):
            self.progress(self.done, self.expected)


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    return _Formats(
        head=book.add_format(
            {"bold": True, "bg_color": "#0B6E4F", "font_color": "#FFFFFF", "text_wrap": True,
             "valign": "vcenter", "border": 1, "border_color": "#D5DDD9"}
        ),
        text=book.add_format({"num_format": "@"}),
        count=book.add_format({"num_format": "0"}),
        amount=book.add_format({"num_format": "#,##0"}),
        note=book.add_format({"italic": True, "font_color": "#52616B", "bg_color": "#F1F4F3"}),
        title=book.add_format({"bold": True, "font_size": 16}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
    )  # fmt: skip


def _pupils(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: _Formats,
    pupils: Sequence[NewBeneficiary],
    done: _Rows,
) -> None:
    columns = list(PupilColumn)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, WIDTHS[column], formats.text)
        star = "*" if column.is_required else ""
        sheet.write_string(0, index, column.value + star, formats.head)
        example = EXAMPLE[index]
        sheet.write_string(1, index, NOTE_MARK + example if index == 0 else example, formats.note)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)
    last = PUPILS_MAX + 1
    _allow(sheet, 2, columns.index(PupilColumn.CODE), last, "length", 1, 40,
           _("Mã học sinh dài từ 1 đến 40 ký tự."))  # fmt: skip
    _allow(sheet, 2, columns.index(PupilColumn.NAME), last, "length", 1, 200,
           _("Họ và tên dài từ 1 đến 200 ký tự."))  # fmt: skip
    _allow(sheet, 2, columns.index(PupilColumn.PHONE), last, "length", 9, 20,
           _("Ghi một số điện thoại, như 0912345678."))  # fmt: skip
    for row, pupil in enumerate(pupils, start=2):
        born_on = f"{pupil.born_on:%d/%m/%Y}" if pupil.born_on else ""
        values = (pupil.code, pupil.name, born_on, pupil.class_name, pupil.grade,
                  pupil.payer_name, pupil.payer_phone, pupil.payer_email)  # fmt: skip
        for index, value in enumerate(values):
            if value:
                sheet.write_string(row, index, value, formats.text)
        done.one_more()


def _charges(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: _Formats,
    items: Sequence[OfferedItem],
    charges: Mapping[str, Mapping[str, int]],
    done: _Rows,
) -> None:
    last = PUPILS_MAX + 2
    sheet.set_column(0, 0, 18, formats.text)
    sheet.write_string(0, 0, PupilColumn.CODE.value + "*", formats.head)
    sheet.write_string(1, 0, NOTE_MARK + "Đơn giá", formats.note)
    sheet.write_string(2, 0, NOTE_MARK + EXAMPLE[0], formats.note)
    for index, item in enumerate(items, start=1):
        is_amount = not item.price_vnd
        sheet.set_column(index, index, 20, formats.amount if is_amount else formats.count)
        sheet.write_string(0, index, fee_head(item), formats.head)
        price = _("ghi số tiền") if is_amount else f"{dong(item.price_vnd)}/{item.unit}"
        sheet.write_string(1, index, price, formats.note)
        sheet.write_number(2, index, 50_000 if is_amount else 1, formats.note)
        if is_amount:
            _allow(sheet, 3, index, last, "integer", 0, 1_000_000_000,
                   _("Ghi số tiền bằng đồng, không có phần lẻ."))  # fmt: skip
        else:
            _allow(sheet, 3, index, last, "integer", 0, QUANTITY_MAX,
                   _("Ghi số lượng, không ghi số tiền."))  # fmt: skip
    sheet.set_row(0, 48)
    sheet.freeze_panes(2, 1)
    for row, (code, cells) in enumerate(charges.items(), start=3):
        sheet.write_string(row, 0, code, formats.text)
        for index, item in enumerate(items, start=1):
            if item.code in cells:
                form = formats.count if item.price_vnd else formats.amount
                sheet.write_number(row, index, cells[item.code], form)
        done.one_more()


def _allow(
    sheet: xlsxwriter.worksheet.Worksheet,
    first_row: int,
    index: int,
    last_row: int,
    kind: str,
    least: int,
    most: int,
    words: str,
) -> None:
    # A warning, not a wall: a tick (x) in a column of quantities is read as one.
    sheet.data_validation(
        first_row,
        index,
        last_row,
        index,
        {
            "validate": kind,
            "criteria": "between",
            "minimum": least,
            "maximum": most,
            "error_type": "warning",
            "error_title": "Thu Phí",
            "error_message": words,
        },
    )


def _help(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, facility_name: str, school_year: str
) -> None:
    sheet.set_column(0, 0, 100, formats.wrapped)
    sheet.write_string(0, 0, facility_name, formats.title)
    sheet.write_string(1, 0, _("Năm học %(year)s") % {"year": school_year}, formats.wrapped)
    for row, line in enumerate(_help_lines(), start=3):
        sheet.write_string(row, 0, line, formats.wrapped)


def _help_lines() -> list[str]:
    return [
        _("1. Cột có dấu * phải điền. Mỗi học sinh một dòng, mỗi mã một lần."),
        _(
            "2. Ô không bắt buộc để trống thì giữ nguyên điều đã có trong danh bạ;"
            " khối để trống thì lấy theo tên lớp."
        ),
        _("3. Ngày sinh viết ngày trước, tháng sau: 05/09/2019."),
        _(
            "4. Trang “Khoản thu”: cột thường ghi số lượng (hoặc dấu x là một),"
            " đơn giá lấy theo danh mục. Cột có tên kết thúc bằng “%(mark)s” ghi số tiền bằng đồng."
        )
        % {"mark": AMOUNT_MARK},
        _("5. Để trống hoặc ghi 0 là không thu khoản đó. Xóa cột khoản thu không dùng."),
        _(
            "6. Dòng có mã bắt đầu bằng dấu # và dấu cách, dòng trống và dòng “Tổng cộng”"
            " được bỏ qua."
        ),
        _("7. Không gộp ô. Công thức được đọc theo kết quả đã lưu trong tệp."),
        _("8. Nhiều nhất 50.000 học sinh và 20 MB một tệp."),
    ]
