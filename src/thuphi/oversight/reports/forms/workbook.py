"""The annexes of a document as a workbook, to be computed with: one sheet for each table.

Text is written as text: a name that begins with `=` stays a name. Shares are numbers, cut and not
rounded, so that a sheet never shows more than was reached.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from thuphi.oversight.reports.forms import measures, wording
from thuphi.oversight.reports.forms.document import (
    Block,
    Cell,
    Column,
    Document,
    Percent,
    Row,
    Shown,
    Table,
)

NUMBER = "#,##0"
SHARE = "0.00%"
A4 = 9
SHEET_NAME_LENGTH = 31
CHARACTERS_ACROSS = 88
"""What fits across a portrait A4 at the size of tables."""
LANDSCAPE_CHARACTERS = 134
LONGEST_TEXT = 32_767
MILLIMETRES_PER_INCH = Decimal("25.4")
STYLES: Mapping[Shown, Mapping[str, str]] = {
    Shown.TEXT: {"align": "left"},
    Shown.SHORT_TEXT: {"align": "center"},
    Shown.COUNT: {"align": "right", "num_format": NUMBER},
    Shown.MONEY: {"align": "right", "num_format": NUMBER},
    Shown.PERCENT: {"align": "right", "num_format": SHARE},
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table with what stands above it."""

    name: str
    heads: tuple[str, ...]
    table: Table
    is_landscape: bool


def xlsx(document: Document) -> bytes:
    """The tables of the annexes, and of the body, as an XLSX; the same bytes each time."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    on = wording.written_on(document)
    book.set_properties(
        {
            "title": wording.title(document)[:255],
            "author": wording.plain(document.office.name)[:255],
            "created": datetime(on.year, on.month, on.day),  # noqa: DTZ001 (a day, not an instant)
        }
    )
    sheets = list(_sheets(document)) or [_nothing(document)]
    for sheet in sheets:
        _write(book, sheet)
    book.close()
    return written.getvalue()


def _sheets(document: Document) -> Iterator[_Sheet]:
    tie = wording.annex_reference(document)
    for number, table in enumerate(_tables(document.body), 1):
        caption = wording.plain(table.caption) or wording.plain(document.subject)
        yield _Sheet(f"Bảng {number}", (caption, tie), table, is_landscape=False)
    for annex in document.annexes:
        name = wording.annex_name(document, annex)
        heads = (name, wording.plain(annex.title).upper(), tie)
        for number, table in enumerate(_tables(annex.blocks), 1):
            tab = name if number == 1 else f"{name} ({number})"
            above = (*heads, wording.plain(table.caption)) if table.caption else heads
            yield _Sheet(tab, above, table, annex.is_landscape)


def _nothing(document: Document) -> _Sheet:
    table = Table("", (Column("Nội dung", 1),), ())
    return _Sheet("Văn bản", (wording.title(document),), table, is_landscape=False)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    return (block for block in blocks if isinstance(block, Table))


def _write(book: xlsxwriter.Workbook, sheet: _Sheet) -> None:
    page: Worksheet = book.add_worksheet(sheet.name[:SHEET_NAME_LENGTH])
    last = len(sheet.table.columns) - 1
    _set_up(page, sheet)
    above = {"font_name": measures.TYPEFACE, "align": "center", "valign": "vcenter"}
    for line, text in enumerate(sheet.heads):
        is_tie = text.startswith("(")
        style = book.add_format(
            {**above, "font_size": 13, "bold": not is_tie, "italic": is_tie, "text_wrap": True}
        )
        if last:
            page.merge_range(line, 0, line, last, "", style)
        page.write_string(line, 0, text[:LONGEST_TEXT], style)
        page.set_row(line, 18 * (1 + len(text) // _across(sheet)))
    top = len(sheet.heads) + 1
    head = _format(book, {"bold": True, "align": "center"})
    for place, column in enumerate(sheet.table.columns):
        page.write_string(top, place, wording.plain(column.title), head)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    formats = {
        (shown, is_strong): _format(book, {**STYLES[shown], "bold": is_strong})
        for shown in Shown
        for is_strong in (False, True)
    }
    for number, row in enumerate(sheet.table.rows, top + 1):
        _write_row(page, number, row, sheet.table, formats)
    if not sheet.table.rows:
        nothing = _format(book, {"italic": True, "align": "center"})
        if last:
            page.merge_range(top + 1, 0, top + 1, last, "", nothing)
        page.write_string(top + 1, 0, sheet.table.when_empty, nothing)
    else:
        page.autofilter(top, 0, top + len(sheet.table.rows), last)


def _write_row(
    page: Worksheet,
    number: int,
    row: Row,
    table: Table,
    formats: Mapping[tuple[Shown, bool], Format],
) -> None:
    for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        _write_cell(page, number, place, cell, formats[column.shown, row.is_strong])


def _write_cell(page: Worksheet, row: int, place: int, cell: Cell, style: Format) -> None:
    if isinstance(cell, Percent) and cell.hundredths is not None:
        page.write_number(row, place, Decimal(cell.hundredths) / 10_000, style)
    elif isinstance(cell, int):
        page.write_number(row, place, cell, style)
    else:
        page.write_string(row, place, wording.figure(cell)[:LONGEST_TEXT], style)


def _set_up(page: Worksheet, sheet: _Sheet) -> None:
    page.set_paper(A4)
    if sheet.is_landscape:
        page.set_landscape()
    left, right, top, bottom = (
        mm / MILLIMETRES_PER_INCH
        for mm in (measures.LEFT_MM, measures.RIGHT_MM, measures.TOP_MM, measures.BOTTOM_MM)
    )
    page.set_margins(left=left, right=right, top=top, bottom=bottom)
    page.fit_to_pages(1, 0)
    page.set_header("&C&14&P", {"margin": measures.PAGE_NUMBER_MM / MILLIMETRES_PER_INCH})
    total = sum(column.width for column in sheet.table.columns)
    for place, column in enumerate(sheet.table.columns):
        page.set_column(place, place, max(5, _across(sheet) * column.width // total))


def _across(sheet: _Sheet) -> int:
    return LANDSCAPE_CHARACTERS if sheet.is_landscape else CHARACTERS_ACROSS


def _format(book: xlsxwriter.Workbook, style: Mapping[str, str | bool]) -> Format:
    return book.add_format(
        {
            "font_name": measures.TYPEFACE,
            "font_size": measures.TABLE_PT,
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1,
            **style,
        }
    )
