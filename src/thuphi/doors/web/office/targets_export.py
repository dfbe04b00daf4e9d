"""What a figure is made of, as a workbook and as text. No text is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.oversight.indicators import charts

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A facility, what it adds, and by whose word."""

    code: str
    name: str
    unit: str
    part: int
    whole: int
    source: str


def heads(counted: str) -> list[str]:
    """The head of each column; `counted` says of what."""
    return [
        _("Mã cơ sở"),
        _("Cơ sở"),
        _("Địa bàn"),
        _("Phần đạt (%(counted)s)") % {"counted": counted},
        _("Tổng (%(counted)s)") % {"counted": counted},
        _("Tỷ lệ"),
        _("Nguồn"),
    ]


def target_workbook(title: str, counted: str, lines: Sequence[Line]) -> bytes:
    """One line for each facility; the last is the figure they add up to."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Cơ sở"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    number = book.add_format({"num_format": "#,##0"})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 2, 34)
    sheet.set_column(3, 4, 20, number)
    sheet.set_column(5, 6, 16)
    sheet.write_string(0, 0, title, book.add_format({"bold": True}))
    for column, head in enumerate(heads(counted)):
        sheet.write_string(2, column, head, bold)
    sheet.freeze_panes(3, 2)
    for place, cells in enumerate(_cells(lines), start=3):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell)
            else:
                sheet.write_string(place, column, cell)
    book.close()
    return file.getvalue()


def target_text(title: str, counted: str, lines: Sequence[Line]) -> bytes:
    """The same as text that spreadsheets read as Vietnamese; the title is its first line."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([title])
    writer.writerow(heads(counted))
    writer.writerows([_as_text(cell) for cell in cells] for cells in _cells(lines))
    return file.getvalue().encode("utf-8-sig")


def _cells(lines: Sequence[Line]) -> list[list[str | int]]:
    part, whole = sum(one.part for one in lines), sum(one.whole for one in lines)
    total = Line("", _("Cộng"), "", part, whole, "")
    return [
        [one.code, one.name, one.unit, one.part, one.whole, _share(one), one.source]
        for one in [*lines, total]
    ]


def _share(line: Line) -> str:
    return charts.percent(charts.permille(line.part, line.whole))


def _as_text(cell: str | int) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
