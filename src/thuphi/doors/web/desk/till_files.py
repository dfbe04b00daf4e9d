"""The day book as a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.tills.queries.day import DayBook
from thuphi.registers.facilities.models import Facility

from .till_words import move_words

WIDTHS = (17, 18, 18, 26, 52, 16, 16, 16, 24)


def heads() -> list[str]:
    """The head of each column."""
    return [
        _("Ngày giờ"),
        _("Chứng từ"),
        _("Biên lai giấy"),
        _("Người nộp, nhận"),
        _("Diễn giải"),
        _("Thu vào"),
        _("Chi ra"),
        _("Tồn quỹ"),
        _("Người thu, chi"),
    ]


def day_book_workbook(book: DayBook, facility: Facility, people: Mapping[int, str]) -> IO[bytes]:
    """A workbook, open at its beginning; it goes away when it is closed. No text is a formula."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    made = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet(_("Sổ quỹ"))
    bold = made.add_format({"bold": True})
    head = made.add_format({"bold": True, "bottom": 1})
    amount = made.add_format({"num_format": "#,##0"})
    sum_of = made.add_format({"num_format": "#,##0", "bold": True, "top": 1})
    moment = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, facility.name, bold)
    title = _("Sổ quỹ tiền mặt từ %(first)s đến %(last)s") % {
        "first": f"{book.from_on:%d/%m/%Y}",
        "last": f"{book.until_on:%d/%m/%Y}",
    }
    sheet.write_string(1, 0, title, bold)
    for column, word in enumerate(heads()):
        sheet.write_string(3, column, word, head)
    sheet.write_string(4, 4, _("Tồn đầu kỳ"), bold)
    sheet.write_number(4, 7, book.opening_vnd, amount)
    place = 5
    for place, row in enumerate(book.rows, start=5):
        sheet.write_datetime(place, 0, row.at.astimezone(VIETNAM).replace(tzinfo=None), moment)
        for column, text in enumerate((row.document, row.slip, row.who, move_words(row)), start=1):
            sheet.write_string(place, column, text)
        for column, sum_vnd in enumerate((row.in_vnd, row.out_vnd, row.balance_vnd), start=5):
            if sum_vnd or column == 7:
                sheet.write_number(place, column, sum_vnd, amount)
        sheet.write_string(place, 8, people.get(row.person_id or 0, ""))
    place += 1
    sheet.write_string(place, 4, _("Cộng và tồn cuối kỳ"), bold)
    for column, sum_vnd in enumerate((book.in_vnd, book.out_vnd, book.closing_vnd), start=5):
        sheet.write_number(place, column, sum_vnd, sum_of)
    made.close()
    file.seek(0)
    return file
