"""A document as a workbook: a sheet for each table. No text in it is a formula."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .period_document import Cell, Document, Section


@dataclass(frozen=True, slots=True)
class _Formats:
    bold: Format
    title: Format
    muted: Format
    head: Format
    text: Format
    number: Format
    day: Format
    sum_text: Format
    sum_number: Format


def _formats(made: xlsxwriter.Workbook) -> _Formats:
    boxed = {"border": 1, "border_color": "#86939b", "valign": "top"}
    return _Formats(
        bold=made.add_format({"bold": True}),
        title=made.add_format({"bold": True, "font_size": 14}),
        muted=made.add_format({"italic": True, "font_color": "#52616b"}),
        head=made.add_format(
            {**boxed, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True,
             "bg_color": "#f0f3f1"}
        ),
        text=made.add_format({**boxed, "text_wrap": True}),
        number=made.add_format({**boxed, "num_format": "#,##0"}),
        day=made.add_format({**boxed, "num_format": "dd/mm/yyyy"}),
        sum_text=made.add_format({**boxed, "bold": True}),
        sum_number=made.add_format({**boxed, "bold": True, "num_format": "#,##0"}),
    )  # fmt: skip


def workbook(document: Document) -> IO[bytes]:
    """The workbook, open at its beginning; it goes away when it is closed."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(file, options)
    form = _formats(made)
    for section in document.sections:
        _sheet(made.add_worksheet(section.tab), form, document, section)
    made.close()
    file.seek(0)
    return file


def _sheet(sheet: Worksheet, form: _Formats, document: Document, section: Section) -> None:
    for place, column in enumerate(section.columns):
        sheet.set_column(place, place, max(10, column.weight * 7 // 5))
    sheet.write_string(0, 0, document.facility.name.upper(), form.bold)
    sheet.write_string(1, 0, document.title.upper(), form.title)
    row = 2
    for line in document.lines:
        sheet.write_string(row, 0, line)
        row += 1
    row += 1
    sheet.write_string(row, 0, section.title, form.bold)
    row += 1
    for place, column in enumerate(section.columns):
        sheet.write_string(row, place, column.name, form.head)
    sheet.freeze_panes(row + 1, 0)
    for cells in section.rows:
        row += 1
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, (form.text, form.number, form.day))
    if section.sums:
        row += 1
        for place, cell in enumerate(section.sums):
            _write(sheet, row, place, cell, (form.sum_text, form.sum_number, form.sum_text))
    if not section.rows:
        row += 1
        sheet.write_string(row, 0, _("Không có dòng nào."), form.muted)
    row += 1
    for note in (*section.notes, document.seal):
        row += 1
        sheet.write_string(row, 0, note, form.muted)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")


def _write(
    sheet: Worksheet, row: int, place: int, cell: Cell, forms: tuple[Format, Format, Format]
) -> None:
    text, number, day = forms
    match cell:
        case None:
            sheet.write_blank(row, place, None, text)
        case date():
            sheet.write_datetime(row, place, cell, day)
        case int():
            sheet.write_number(row, place, cell, number)
        case _:
            sheet.write_string(row, place, cell, text)
