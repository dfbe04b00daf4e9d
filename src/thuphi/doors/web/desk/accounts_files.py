"""Statements of account as files: a workbook without formulas, and CSV that stays harmless."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, datetime
from typing import IO

import xlsxwriter
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.clock import VIETNAM

from .accounts_table import Cell, Table, Value

KINDS = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "beancount": "text/plain; charset=utf-8",
}
ROWS_OF_A_SHEET = 1_000_000
"""A sheet ends at 1 048 576 rows; what is longer goes on in the next."""
HELD = 4_000_000
"""Bytes of a file that are held in memory; more of it lies on disk."""
PIECE = 256 * 1024
"""Bytes of a long file that are sent together."""
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""OWASP, CSV injection: a cell that begins so may be run by a spreadsheet."""


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _in_csv(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d}"
        case int():
            return str(value)
        case _:
            return safe(value)


def csv_lines(table: Table) -> Iterator[bytes]:
    """A table as CSV, row by row: UTF-8 with its mark, so that Excel reads the accents."""
    line = io.StringIO()
    writer = csv.writer(line)

    def taken() -> bytes:
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text.encode()

    yield b"\xef\xbb\xbf"
    writer.writerow([safe(one.name) for one in table.heads])
    for row in table.rows:
        writer.writerow([_in_csv(cell.value) for cell in row.cells])
        yield taken()
    if table.foot:
        writer.writerow([_in_csv(cell.value) for cell in table.foot])
    yield taken()


def workbook(table: Table, file: IO[bytes]) -> None:
    """Write a table into a file as a workbook, row by row; a very long one takes several sheets."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    plain = _Formats(book, is_bold=False)
    strong = _Formats(book, is_bold=True)
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    sheet = _sheet(book, table)
    sheet.write_string(0, 0, table.title, title)
    at = 1
    for text in table.lines:
        sheet.write_string(at, 0, text)
        at += 1
    at = _heads(sheet, table, at + 1, head)
    for row in table.rows:
        if at >= ROWS_OF_A_SHEET:
            sheet = _sheet(book, table)
            at = _heads(sheet, table, 0, head)
        _write(sheet, at, row.cells, strong if row.is_strong else plain)
        at += 1
    _write(sheet, at, table.foot, strong)
    book.close()


class _Formats:
    """How numbers, days and instants look."""

    def __init__(self, book: xlsxwriter.Workbook, *, is_bold: bool) -> None:
        self.text: Format = book.add_format({"bold": is_bold})
        self.number: Format = book.add_format({"bold": is_bold, "num_format": "#,##0"})
        self.day: Format = book.add_format({"bold": is_bold, "num_format": "dd/mm/yyyy"})
        self.instant: Format = book.add_format(
            {"bold": is_bold, "num_format": "dd/mm/yyyy hh:mm:ss"}
        )


def _sheet(book: xlsxwriter.Workbook, table: Table) -> Worksheet:
    sheet: Worksheet = book.add_worksheet()
    for column, one in enumerate(table.heads):
        sheet.set_column(column, column, one.width)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _heads(sheet: Worksheet, table: Table, at: int, head: Format) -> int:
    for column, one in enumerate(table.heads):
        sheet.write_string(at, column, one.name, head)
    sheet.repeat_rows(at)
    sheet.freeze_panes(at + 1, 0)
    return at + 1


def _write(sheet: Worksheet, at: int, cells: Iterable[Cell], form: _Formats) -> None:
    for column, cell in enumerate(cells):
        match cell.value:
            case None:
                continue
            case datetime() as instant:
                local = instant.astimezone(VIETNAM).replace(tzinfo=None)
                sheet.write_datetime(at, column, local, form.instant)
            case date() as day:
                sheet.write_datetime(at, column, day, form.day)
            case int() as number:
                sheet.write_number(at, column, number, form.number)
            case text:
                sheet.write_string(at, column, text, form.text)


def as_file(table: Table, ending: str) -> IO[bytes]:
    """A table as a file, open at its beginning; it goes away when it is closed."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=HELD)  # noqa: SIM115 - sent, then closed
    if ending == "csv":
        file.writelines(csv_lines(table))
    else:
        workbook(table, file)
    file.seek(0)
    return file


def answer(
    request: HttpRequest, file: IO[bytes], *, name: str, ending: str
) -> HttpResponse | StreamingHttpResponse:
    """A file that is saved, and kept by no browser or machine in between; a long one flows."""
    headers = {
        "Content-Type": KINDS[ending],
        "Content-Disposition": f'attachment; filename="{name}.{ending}"',
        "Cache-Control": "no-store",
    }
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size <= HELD:
        with file:
            return HttpResponse(file.read(), headers=headers)
    pieces = _flowing(file) if isinstance(request, ASGIRequest) else _pieces(file)
    return StreamingHttpResponse(pieces, headers={**headers, "Content-Length": str(size)})


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _flowing(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each read on a thread, so that nobody else waits for the disk."""
    read = sync_to_async(file.read, thread_sensitive=False)
    try:
        while piece := await read(PIECE):
            yield piece
    finally:
        file.close()
