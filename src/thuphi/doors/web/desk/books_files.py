"""A book as a file: a workbook without formulas, and a sheet of paper, both in official form."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from threading import Lock
from typing import IO

import typst
import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from thuphi.ground.kit import money
from thuphi.money import books
from thuphi.money.books.models import BookFoot
from thuphi.money.books.rules import OF_MONEY, BookName, CellKind
from thuphi.registers.facilities.models import Facility

from .books_table import Head, Table, written

PDF_ROWS_MAX = 6_000
"""More rows than these are read in a workbook; on paper they would be hundreds of sheets."""

WIDE_FROM = 8
"""So many columns need the long side of a sheet."""

_DRAWING = Lock()


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a paper, where and when."""

    foot: BookFoot | None
    on: date

    @property
    def unit_above(self) -> str:
        """The office above the school."""
        return self.foot.unit_above if self.foot else ""

    @property
    def place_and_day(self) -> str:
        """Where and when it is signed."""
        place = self.foot.signed_at if self.foot and self.foot.signed_at else "............"
        return _("%(place)s, ngày %(day)s tháng %(month)s năm %(year)s") % {
            "place": place,
            "day": f"{self.on:%d}",
            "month": f"{self.on:%m}",
            "year": f"{self.on:%Y}",
        }

    @property
    def signers(self) -> list[tuple[str, str]]:
        """The three who sign, each with their name as far as it is known."""
        foot = self.foot
        return [
            (_("Người lập biểu"), foot.maker if foot else ""),
            (_("Kế toán"), foot.accountant if foot else ""),
            (
                (foot.head_title if foot else "") or _("Thủ trưởng đơn vị"),
                foot.head if foot else "",
            ),
        ]


@dataclass(frozen=True, slots=True)
class Paper:
    """A table with everything that stands around it on paper."""

    table: Table
    facility: Facility
    narrowed: Sequence[str]
    signing: Signing

    @property
    def sums(self) -> list[str]:
        """The last row of the table; nothing when there is nothing to sum."""
        texts = [written(vnd) for vnd in self.table.sums]
        if not self.table.rows or not any(texts):
            return []
        if not texts[0]:
            texts[0] = _("Tổng cộng")
        return texts

    @property
    def words(self) -> str:
        """The sum that matters most, in words, as papers about money must carry it."""
        for head, vnd in zip(self.table.heads, self.table.sums, strict=True):
            is_it = head.column.key == WORDED[self.table.book]
            if is_it and vnd is not None and vnd >= 0 and self.table.rows:
                return _("%(head)s, bằng chữ: %(words)s") % {
                    "head": head.name,
                    "words": money.in_words(vnd),
                }
        return ""


WORDED: Mapping[BookName, str] = {
    BookName.PAID: "paid_vnd",
    BookName.UNPAID: "rest_vnd",
    BookName.RUN: "paid_vnd",
    BookName.RUNS: "paid_vnd",
    BookName.INVOICED: "not_invoiced_vnd",
    BookName.OVERPAID: "left_vnd",
    BookName.BALANCES: "owed_vnd",
    BookName.ITEMS: "paid_vnd",
    BookName.CLASS_ITEMS: "paid_vnd",
    BookName.RECEIPTS: "in_vnd",
    BookName.CASH: "left_vnd",
}
"""The sum of each book that is written out in words."""


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(books) / "forms" / "book.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def pdf(paper: Paper) -> bytes:
    """The sheets of a book, as the office signs and keeps them."""
    table = paper.table
    facts = {
        "unit_above": paper.signing.unit_above,
        "unit": paper.facility.name,
        "title": table.title,
        "form": table.form,
        "form_word": _("Mẫu"),
        "page_word": _("Trang"),
        "number_word": _("STT"),
        "measure": _("Đơn vị tính: đồng"),
        "narrowed": list(paper.narrowed),
        "wide": len(table.heads) >= WIDE_FROM,
        "columns": [
            {"name": head.name, "weight": head.column.weight, "number": head.is_number}
            for head in table.heads
        ],
        "rows": [[written(cell) for cell in row] for row in table.rows],
        "sums": paper.sums,
        "words": paper.words,
        "empty": _("Không có dòng nào."),
        "signed": paper.signing.place_and_day,
        "sign_word": _("(ký, ghi rõ họ tên)"),
        "signers": [{"title": title, "name": name} for title, name in paper.signing.signers],
    }
    # Facts reach the form as data and are never read as its language.
    with _DRAWING:
        drawn = _drawer().compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("a book is one document")
    return drawn


@dataclass(frozen=True, slots=True)
class _Formats:
    bold: Format
    title: Format
    middle: Format
    right: Format
    head: Format
    text: Format
    number: Format
    day: Format
    sum_text: Format
    sum_number: Format


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    boxed = {"border": 1, "border_color": "#86939b", "valign": "top"}
    return _Formats(
        bold=book.add_format({"bold": True}),
        title=book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        middle=book.add_format({"align": "center"}),
        right=book.add_format({"italic": True, "align": "right"}),
        head=book.add_format(
            {**boxed, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True,
             "bg_color": "#f0f3f1"}
        ),
        text=book.add_format({**boxed, "text_wrap": True}),
        number=book.add_format({**boxed, "num_format": "#,##0"}),
        day=book.add_format({**boxed, "num_format": "dd/mm/yyyy"}),
        sum_text=book.add_format({**boxed, "bold": True}),
        sum_number=book.add_format({**boxed, "bold": True, "num_format": "#,##0"}),
    )  # fmt: skip


def workbook(paper: Paper) -> IO[bytes]:
    """A book as a workbook, open at its beginning; it goes away when it is closed. Every text is
    text and every sum a number: nothing in it is a formula."""
    table = paper.table
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(file, options)
    sheet = made.add_worksheet(_("Danh sách"))
    form = _formats(made)
    last = max(len(table.heads), 3)
    sheet.set_column(0, 0, 6)
    for column, head in enumerate(table.heads, start=1):
        sheet.set_column(column, column, max(8, head.column.weight * 7 // 5))
    row = _above(sheet, form, paper, last)
    sheet.write_string(row, 0, _("STT"), form.head)
    for column, head in enumerate(table.heads, start=1):
        sheet.write_string(row, column, head.name, form.head)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    for place, cells in enumerate(table.rows, start=1):
        row += 1
        sheet.write_number(row, 0, place, form.number)
        for column, (head, cell) in enumerate(zip(table.heads, cells, strict=True), start=1):
            _write(sheet, form, (row, column), head, cell)
    if paper.sums:
        row += 1
        sheet.write_string(row, 0, _("Tổng cộng"), form.sum_text)
        for column, vnd in enumerate(table.sums, start=1):
            if vnd is None:
                sheet.write_blank(row, column, None, form.sum_text)
            else:
                sheet.write_number(row, column, vnd, form.sum_number)
    _below(sheet, form, paper, row + 2, last)
    _on_paper(sheet, wide=len(table.heads) >= WIDE_FROM)
    made.close()
    file.seek(0)
    return file


def _above(sheet: Worksheet, form: _Formats, paper: Paper, last: int) -> int:
    """The head of the paper; returns the row of the table's head."""
    sheet.write_string(0, 0, paper.signing.unit_above.upper())
    sheet.write_string(1, 0, paper.facility.name.upper(), form.bold)
    title = paper.table.title.upper()
    sheet.merge_range(3, 0, 3, last, title, form.title)
    row = 4
    for line in paper.narrowed:
        sheet.merge_range(row, 0, row, last, "", form.middle)
        sheet.write_string(row, 0, line, form.middle)
        row += 1
    sheet.merge_range(row, 0, row, last, _("Đơn vị tính: đồng"), form.right)
    return row + 1


def _write(
    sheet: Worksheet, form: _Formats, at: tuple[int, int], head: Head, cell: str | int | date | None
) -> None:
    row, column = at
    match cell:
        case None:
            sheet.write_blank(row, column, None, form.text)
        case date():
            sheet.write_datetime(row, column, cell, form.day)
        case int() if head.column.kind in OF_MONEY or head.column.kind is CellKind.COUNT:
            sheet.write_number(row, column, cell, form.number)
        case _:
            sheet.write_string(row, column, str(cell), form.text)


def _below(sheet: Worksheet, form: _Formats, paper: Paper, row: int, last: int) -> None:
    if paper.words:
        sheet.write_string(row, 0, paper.words)
        row += 2
    sheet.merge_range(row, 0, row, last, "", form.right)
    sheet.write_string(row, 0, paper.signing.place_and_day, form.right)
    cuts = [place * (last + 1) // 3 for place in range(4)]
    lines = [
        (row + 1, [title for title, _name in paper.signing.signers]),
        (row + 2, [_("(ký, ghi rõ họ tên)")] * 3),
        (row + 6, [name for _title, name in paper.signing.signers]),
    ]
    for at, texts in lines:
        for start, end, text in zip(cuts, cuts[1:], texts, strict=False):
            if end - start > 1:
                sheet.merge_range(at, start, at, end - 1, "", form.middle)
            sheet.write_string(at, start, text, form.middle)


def _on_paper(sheet: Worksheet, *, wide: bool) -> None:
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")
