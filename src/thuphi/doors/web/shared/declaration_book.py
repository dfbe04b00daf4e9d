"""Declarations as a workbook: one row for each facility and month, one column for each value.

The same sheet serves a school with its own months and a department with two thousand facilities.
Every text goes in as text, and every fault comes back in the sheet's own coordinates.
"""

from __future__ import annotations

import enum
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar, assert_never

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from python_calamine import CalamineError, CalamineWorkbook

from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.periods import Month
from thuphi.money.bills.workbook.columns import NOTE_MARK, label
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.bills.workbook.faults import Fault, Faults
from thuphi.money.bills.workbook.scanning import Scan, scan
from thuphi.money.bills.workbook.sealing import sheet_key, unseal
from thuphi.oversight.declarations.rules import Item, Unit

from . import declaration_cells as cells
from . import declaration_words as words
from .methods_words import Words

SHEET = gettext_noop("Kê khai")
HELP = gettext_noop("Hướng dẫn")
"""Sheets keep their names in every language, so that a file finds its way back."""
ROWS_MAX = 5_000
HEAD_LOOKED_FOR_IN = 10
EXPLANATION_MAX = 1_000


class Column(enum.Enum):
    """The columns beside the values."""

    CODE = "code"
    NAME = "name"
    MONTH = "month"
    EXPLANATION = "explanation"


HEADS: dict[Column, Words] = {
    Column.CODE: gettext_lazy("Mã cơ sở"),
    Column.NAME: gettext_lazy("Tên cơ sở"),
    Column.MONTH: gettext_lazy("Tháng"),
    Column.EXPLANATION: gettext_lazy("Giải trình"),
}
NEEDED = frozenset({Column.CODE, Column.MONTH})

Cell = int | date | str | None
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class BookRow:
    """One facility's month as it stands in the sheet; `row` counts from 1."""

    row: int
    code: str
    month: Month
    values: Mapping[Item, int]
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What was read, and what has to be mended before anything is written."""

    rows: tuple[BookRow, ...]
    faults: tuple[Fault, ...]
    fault_count: int
    heads: Mapping[Item, str] = field(default_factory=dict)
    """How a fault names the column of a value."""
    code_head: str = ""
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filling:
    """A row to write: whose, which month, and what is declared so far."""

    code: str
    name: str
    month: Month
    values: Mapping[Item, int] = field(default_factory=dict)
    explanation: str = ""


def write(title: str, items: Sequence[Item], rows: Sequence[Filling]) -> bytes:
    """The workbook of these months, with what is declared so far."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "author": "Thu Phí"})
        _sheet(book, items, rows)
        _help(book, title)
    return target.getvalue()


def _sheet(book: xlsxwriter.Workbook, items: Sequence[Item], rows: Sequence[Filling]) -> None:
    sheet = book.add_worksheet(SHEET)
    head = book.add_format(
        {"bold": True, "bg_color": "#0B6E4F", "font_color": "#FFFFFF", "text_wrap": True,
         "valign": "vcenter", "border": 1, "border_color": "#D5DDD9"}
    )  # fmt: skip
    text = book.add_format({"num_format": "@"})
    note = book.add_format({"italic": True, "font_color": "#52616B", "bg_color": "#F1F4F3"})
    number = book.add_format({"num_format": "#,##0"})
    formats = {
        Unit.COUNT: number,
        Unit.LESSONS: number,
        Unit.RECORDS: number,
        Unit.VND: number,
        Unit.DAY: book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    fixed = ((Column.CODE, 14), (Column.NAME, 36), (Column.MONTH, 11))
    for column, (name, width) in enumerate(fixed):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, HEADS[name] + ("*" if name in NEEDED else ""), head)
    sheet.write_string(1, 0, NOTE_MARK + _("cách ghi"), note)
    sheet.write_string(1, 1, "", note)
    sheet.write_string(1, 2, "10/2026", note)
    for column, item in enumerate(items, start=3):
        sheet.set_column(column, column, 17, formats.get(item.unit, text))
        sheet.write_string(0, column, words.head(item), head)
        sheet.write_string(1, column, words.how(item), note)
        _allow(sheet, column, len(rows) + 1, item)
    last = len(items) + 3
    sheet.set_column(last, last, 40, text)
    sheet.write_string(0, last, str(HEADS[Column.EXPLANATION]), head)
    sheet.write_string(1, last, _("khi có số cần giải thích"), note)
    sheet.set_row(0, 64)
    sheet.freeze_panes(2, 3)
    for place, one in enumerate(rows, start=2):
        sheet.write_string(place, 0, one.code, text)
        sheet.write_string(place, 1, one.name, text)
        sheet.write_string(place, 2, one.month.label, text)
        for column, item in enumerate(items, start=3):
            _write(sheet, place, column, words.as_cell(item, one.values.get(item)), formats, item)
        if one.explanation:
            sheet.write_string(place, last, one.explanation, text)


def _allow(sheet: xlsxwriter.worksheet.Worksheet, column: int, last_row: int, item: Item) -> None:
    """A hint while somebody types; what is read back decides."""
    rule: dict[str, object] = {"error_type": "warning", "error_title": "Thu Phí"}
    match item.unit:
        case Unit.COUNT | Unit.LESSONS | Unit.VND:
            rule |= {"validate": "integer", "criteria": ">=", "value": 0}
            rule |= {"error_message": _("Ghi số nguyên, không âm; không có thì ghi 0.")}
        case Unit.YES_NO:
            rule |= {"validate": "list", "source": [str(words.YES), str(words.NO)]}
        case Unit.RECORDS:
            rule |= {"validate": "list", "source": list(words.RECORDS)}
        case Unit.DAY:
            rule |= {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
            rule |= {"error_message": _("Viết ngày trước, tháng sau: 05/09/2026.")}
        case _:
            assert_never(item.unit)
    sheet.data_validation(2, column, max(2, last_row), column, rule)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    formats: Mapping[Unit, object],
    item: Item,
) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats[Unit.DAY])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats.get(item.unit))
    elif cell is not None:
        sheet.write_string(row, column, cell)


def _help(book: xlsxwriter.Workbook, title: str) -> None:
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = (
        title,
        _("Mỗi dòng là một cơ sở trong một tháng. Giữ nguyên mã cơ sở và tháng."),
        _("Ô để trống là chưa kê khai. Không phát sinh thì ghi 0."),
        _("Số tiền bằng đồng, không có phần lẻ. Ngày ghi như 05/09/2026."),
        _("Dòng không ghi số nào được bỏ qua."),
        _("Tải lên rồi xem trước: chỗ nào sai được báo đúng dòng, đúng cột."),
        _("Chưa xác nhận thì chưa ghi gì."),
    )  # fmt: skip
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)


def read(content: bytes) -> Book:
    """Read a filled workbook, noting every fault. Raises `FileRefused` for a file that is none."""
    sealed = unseal(content, frozenset({sheet_key(SHEET)}))
    part = sealed.sheets.get(sheet_key(SHEET))
    if part is None:
        raise FileRefused(
            _("Không thấy trang tính “%(sheet)s”: hãy dùng tệp mẫu.") % {"sheet": SHEET}
        )
    found = scan(sealed.parts[part], SHEET)
    try:
        with CalamineWorkbook.from_filelike(sealed.packed()) as workbook:
            name = next(one for one in workbook.sheet_names if sheet_key(one) == sheet_key(SHEET))
            sheet = workbook.get_sheet_by_name(name)
            left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
            rows = ((n, [*left, *cells_]) for n, cells_ in enumerate(sheet.iter_rows(), start=1))
            return _Reader(found).book(rows)
    except (CalamineError, OverflowError, KeyError) as error:
        raise FileRefused(
            _("Nội dung bên trong tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")
        ) from error


class _Reader:
    """One pass down the sheet."""

    def __init__(self, found: Scan) -> None:
        self.scan = found
        self.faults = Faults([SHEET])
        self.heads: list[str] = []
        self.fixed: dict[Column, int] = {}
        self.columns: dict[Item, int] = {}
        self.unused: list[str] = []
        self.rows: list[BookRow] = []
        self.seen: dict[tuple[str, Month], int] = {}

    def book(self, rows: Iterator[tuple[int, list[object]]]) -> Book:
        """Find the heads, then read every row below them."""
        known = _known_heads()
        for number, values in islice(rows, HEAD_LOOKED_FOR_IN):
            if any(known.get(_folded(value)) is Column.CODE for value in values):
                self._take_heads(known, number, values)
                break
        if all(column in self.fixed for column in NEEDED):
            for number, values in rows:
                if len(self.rows) == ROWS_MAX:
                    self._fault(number, None, _too_many())
                    break
                self._row(number, values)
        else:
            for column in sorted(NEEDED - set(self.fixed), key=lambda one: one.value):
                self._fault(0, None, _missing(HEADS[column]))
        return Book(
            rows=tuple(self.rows),
            faults=self.faults.in_order(),
            fault_count=self.faults.count,
            heads={item: self._label(at) for item, at in self.columns.items()},
            code_head=self._label(self.fixed.get(Column.CODE, 0)),
            unused=tuple(self.unused),
        )

    def _take_heads(
        self, known: Mapping[str, Column | Item], number: int, values: Sequence[object]
    ) -> None:
        self.heads = [" ".join(str(value or "").split()) for value in values]
        for index, written in enumerate(self.heads):
            found = known.get(_folded(written))
            if found is None:
                if written:
                    self.unused.append(self._label(index))
            elif found in self.fixed or found in self.columns:
                self._fault(number, index, _("cột này có hai lần"))
            elif isinstance(found, Item):
                self.columns[found] = index
            else:
                self.fixed[found] = index

    def _row(self, number: int, values: list[object]) -> None:
        if all(self._is_blank(number, values, at) for at in self.columns.values()):
            return
        before = self.faults.count
        code = self._read(number, values, self.fixed[Column.CODE], cells.plain) or ""
        if code.startswith(NOTE_MARK):
            return
        if not code:
            self._fault(number, self.fixed[Column.CODE], _("chưa có mã cơ sở"))
        month = self._read(number, values, self.fixed[Column.MONTH], cells.month)
        if month is None and self.faults.count == before:
            self._fault(number, self.fixed[Column.MONTH], _("chưa có tháng, ghi như 10/2026"))
        said = {
            item: value
            for item, at in self.columns.items()
            if (value := self._read(number, values, at, words.reader(item))) is not None
        }
        if month is not None and self.faults.count == before:
            self._keep(number, code, month, said, self._explanation(number, values))

    def _keep(
        self, number: int, code: str, month: Month, said: dict[Item, int], explanation: str
    ) -> None:
        first = self.seen.setdefault((code, month), number)
        if first != number:
            facts = {"code": code, "month": month.label, "row": first}
            reason = _("mã “%(code)s”, tháng %(month)s đã có ở dòng %(row)d") % facts
            self._fault(number, self.fixed[Column.CODE], reason)
            return
        self.rows.append(BookRow(number, code, month, said, explanation))

    def _explanation(self, number: int, values: Sequence[object]) -> str:
        at = self.fixed.get(Column.EXPLANATION)
        written = None if at is None else self._read(number, values, at, cells.plain)
        return (written or "")[:EXPLANATION_MAX]

    def _is_blank(self, number: int, values: Sequence[object], at: int) -> bool:
        if (number, at) in self.scan.broken:
            return False
        return at >= len(values) or cells.is_nothing(values[at])

    def _read(
        self, number: int, values: Sequence[object], at: int, how: Callable[[object], Read | None]
    ) -> Read | None:
        broken = self.scan.broken.get((number, at))
        if broken is not None:
            self._fault(number, at, broken)
            return None
        try:
            return how(values[at]) if at < len(values) else None
        except cells.ValueUnreadable as unreadable:
            self._fault(number, at, str(unreadable))
            return None

    def _label(self, at: int) -> str:
        return label(at, self.heads[at] if at < len(self.heads) else "")

    def _fault(self, row: int, at: int | None, reason: str) -> None:
        self.faults.add(SHEET, row, "" if at is None else self._label(at), reason)


def _known_heads() -> dict[str, Column | Item]:
    """What each head means, in every language of the pages, and by the item's own name."""
    known: dict[str, Column | Item] = {_folded(item.value): item for item in Item}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {_folded(words.head(item)): item for item in Item}
            known |= {_folded(str(said)): column for column, said in HEADS.items()}
    return known


def _missing(head: Words) -> str:
    return _("không thấy cột “%(title)s” trong %(rows)d dòng đầu: hãy dùng tệp mẫu") % {
        "title": head,
        "rows": HEAD_LOOKED_FOR_IN,
    }


def _too_many() -> str:
    return _("quá %(most)s dòng: tách thành nhiều tệp") % {
        "most": f"{ROWS_MAX:,}".replace(",", ".")
    }


def _folded(head: object) -> str:
    return search_key(head.replace("*", " ")).strip() if isinstance(head, str) else ""
