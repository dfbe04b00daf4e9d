"""The day book as a workbook and as a PDF drawn by typst from `sheets/till_day.typ`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from threading import Lock
from typing import IO

import typst
import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.kit import money
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.tills.queries.day import DayBook
from thuphi.registers.facilities.models import Facility

from .till_words import move_words

WIDTHS = (17, 18, 18, 26, 52, 16, 16, 16, 24)
_DRAWING = Lock()


def heads() -> list[str]:
    """The head of each column."""
    return [
        _("Ngày giờ"),
        _("Chứng từ"),
        _("Biên lai giấy"),
        _("Người nộp, nhận"),
        _("Diễn giải"),
        _("Thu"),
        _("Chi"),
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


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(__package__) / "sheets" / "till_day.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def _figure(amount_vnd: int) -> str:
    return f"{amount_vnd:,}".replace(",", ".")


def day_book_pdf(book: DayBook, facility: Facility, today: date) -> bytes:
    """The day book on A4 in Vietnamese, as the office keeps it, with who signs."""
    facts = {
        "facility": facility.name,
        "address": facility.address,
        "from_on": f"{book.from_on:%d/%m/%Y}",
        "until_on": f"{book.until_on:%d/%m/%Y}",
        "printed_on": f"ngày {today:%d} tháng {today:%m} năm {today:%Y}",
        "opening": _figure(book.opening_vnd),
        "in": _figure(book.in_vnd),
        "out": _figure(book.out_vnd),
        "closing": _figure(book.closing_vnd),
        "words": money.in_words(book.closing_vnd) if book.closing_vnd >= 0 else "",
        "rows": [
            [
                f"{row.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
                row.slip or row.document,
                move_words(row),
                _figure(row.in_vnd) if row.in_vnd else "",
                _figure(row.out_vnd) if row.out_vnd else "",
                _figure(row.balance_vnd),
            ]
            for row in book.rows
        ],
    }
    # Facts reach the form as data and are never read as its language.
    with _DRAWING:
        drawn = _drawer().compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("a day book is one document")
    return drawn
