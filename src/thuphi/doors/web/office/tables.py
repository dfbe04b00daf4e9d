"""A list as a workbook and as text. No text is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

Cell = str | int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A title, a head for each column, and the lines below."""

    sheet: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    """Of the columns from the left; the last one is that of all that follow."""
    fixed: int
    """So many columns stay in sight when the others are moved."""


def as_workbook(table: Table) -> bytes:
    """The list as one sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(table.sheet)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    number = book.add_format({"num_format": "#,##0"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for column in range(len(table.heads)):
        sheet.set_column(column, column, table.widths[min(column, len(table.widths) - 1)])
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True}))
    for column, head in enumerate(table.heads):
        sheet.write_string(2, column, head, bold)
    sheet.freeze_panes(3, table.fixed)
    for place, cells in enumerate(table.rows, start=3):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell, number)
            elif isinstance(cell, date):
                sheet.write_datetime(place, column, cell, day)
            else:
                sheet.write_string(place, column, cell)
    book.close()
    return file.getvalue()


def as_text(table: Table) -> bytes:
    """The same as text that spreadsheets read as Vietnamese; the title is its first line."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([table.title])
    writer.writerow(table.heads)
    writer.writerows([_written(cell) for cell in cells] for cells in table.rows)
    return file.getvalue().encode("utf-8-sig")


def plain(text: str) -> str:
    """The text so that a spreadsheet reads it as text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(cell: Cell) -> str:
    return plain(cell.isoformat() if isinstance(cell, date) else str(cell))
